namespace LocalRag.Hooks;

/// <summary>How a host takes the pushes that a git server tells it of.</summary>
public sealed class PushOptions
{
    private const int MinSecretLength = 16;

    /// <summary>What the git server and this host share: it signs each message, or comes along as a token or password.</summary>
    public string Secret { get; init; } = "";

    /// <summary>
    /// True fetches the pushed branch into the clone that is indexed and moves it forward. False takes the message as news only:
    /// somebody else brings the clone up to date.
    /// </summary>
    public bool Fetch { get; init; }

    /// <summary>What git may speak when it fetches, separated by colons. No file and no helper of the repository's own choice.</summary>
    public string Protocols { get; init; } = "https:ssh";

    /// <summary>Larger messages are refused, in bytes. A push of a thousand commits takes about one megabyte.</summary>
    public int MaxBodyBytes { get; init; } = 5 * 1024 * 1024;

    /// <exception cref="KnowledgeBaseException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (Secret.Length < MinSecretLength)
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"Push:Secret must have at least {MinSecretLength} characters, or anybody could guess it.");
        if (Protocols.Split(':').Any(protocol => protocol is not ("https" or "http" or "ssh" or "git")))
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"Push:Protocols is '{Protocols}'; name https, http, ssh or git, separated by colons.");
        if (MaxBodyBytes < 1024) throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"Push:MaxBodyBytes is {MaxBodyBytes}; set it to 1024 or more.");
    }
}
