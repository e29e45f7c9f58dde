namespace LocalRag.Sources;

/// <summary>The build tools whose project files stand in a folder.</summary>
[Flags]
internal enum BuildTools
{
    None = 0,
    MSBuild = 1,
    Cargo = 2,
    Java = 4,
    Npm = 8,
    Python = 16,
}
