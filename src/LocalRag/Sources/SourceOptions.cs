namespace LocalRag.Sources;

/// <summary>What is left out of an index, and how git is called.</summary>
public sealed class SourceOptions
{
    /// <summary>
    /// The largest file that is read, in bytes. Hand-written files stay far below 2 MB (the longest C# file of the .NET runtime has 1.3 MB);
    /// above are data, logs and bundles.
    /// </summary>
    public long MaxFileBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>False walks by our own rules even where git is there.</summary>
    public bool UseGit { get; init; } = true;

    /// <summary>True takes in the files of checked-out submodules as well. They are other repositories, often of other people, so it has to be asked for.</summary>
    public bool Submodules { get; init; }

    /// <summary>How long one git call may take. Listing 600,000 lines takes 0.03 s; a minute leaves room for a cold network drive.</summary>
    public TimeSpan GitTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most that is read of one git call's output, in bytes: a listing of two million files.</summary>
    public int MaxGitOutputBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Where git's own settings are looked for; the process's environment unless a test sets its own.</summary>
    internal GitEnvironment Environment { get; init; } = GitEnvironment.OfProcess;

    /// <summary>The folder of LocalRag's own indexes, links resolved, which is never indexed; null where there is none.</summary>
    internal string? Home { get; private init; }

    /// <summary>The same options for a knowledge base that keeps its index in a folder.</summary>
    internal SourceOptions In(string home) => new()
    {
        MaxFileBytes = MaxFileBytes, UseGit = UseGit, Submodules = Submodules, GitTimeout = GitTimeout, MaxGitOutputBytes = MaxGitOutputBytes, Environment = Environment, Home = home,
    };

    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (MaxFileBytes is < 1 or > int.MaxValue / 4)
            throw new ArgumentException($"Sources:MaxFileBytes is {MaxFileBytes}; set it between 1 and {int.MaxValue / 4}.");
        if (GitTimeout <= TimeSpan.Zero || GitTimeout > TimeSpan.FromHours(1))
            throw new ArgumentException($"Sources:GitTimeout is {GitTimeout}; set it above zero and to an hour at most.");
        if (MaxGitOutputBytes < 1024)
            throw new ArgumentException($"Sources:MaxGitOutputBytes is {MaxGitOutputBytes}; set it to 1024 or more.");
    }
}
