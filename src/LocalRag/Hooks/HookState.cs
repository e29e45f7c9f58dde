namespace LocalRag.Hooks;

/// <summary>How a hook stands.</summary>
public enum HookState
{
    /// <summary>It does not call LocalRag.</summary>
    Absent,

    /// <summary>It calls LocalRag as it would be installed now.</summary>
    Installed,

    /// <summary>It calls LocalRag in another place or for another knowledge base.</summary>
    Other,

    /// <summary>It is there, but git does not run it because it is not executable.</summary>
    NotExecutable,
}
