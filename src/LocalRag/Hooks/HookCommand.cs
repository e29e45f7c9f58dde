namespace LocalRag.Hooks;

/// <summary>What a hook starts, and for which knowledge base.</summary>
/// <param name="Program">The program's absolute path and, where it needs a host, the words after it.</param>
/// <param name="Home">The folder of indexes (<c>LOCALRAG_HOME</c>), absolute.</param>
/// <param name="KnowledgeBase">The name that <c>--kb</c> takes.</param>
public sealed record HookCommand(IReadOnlyList<string> Program, string Home, string KnowledgeBase)
{
    /// <summary>Where .NET is (<c>DOTNET_ROOT</c>), for a program that a desktop starts without the shell's settings; null for the usual place.</summary>
    public string? DotnetRoot { get; init; }
}
