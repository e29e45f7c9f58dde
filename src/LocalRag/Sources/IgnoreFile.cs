namespace LocalRag.Sources;

/// <summary>The names and bounds of ignore files.</summary>
internal static class IgnoreFile
{
    public const string Git = ".gitignore";

    /// <summary>Narrows what is indexed; same syntax. What it takes back is what another of its kind ignored, never what git ignores.</summary>
    public const string Own = ".localragignore";

    /// <summary>Larger ones are not read: half a million patterns would slow every walk.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;
}
