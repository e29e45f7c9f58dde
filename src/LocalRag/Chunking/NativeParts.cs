using System.Runtime.InteropServices;

namespace LocalRag.Chunking;

/// <summary>Finds the native programs and libraries that the build puts beside this one.</summary>
internal static class NativeParts
{
    /// <summary>Where ast-grep must be for this machine, whether or not it is there.</summary>
    public static string AstGrepPath { get; } = PathOf(OperatingSystem.IsWindows() ? "ast-grep.exe" : "ast-grep");

    /// <summary>Where a native part of the given file name must be for this machine.</summary>
    public static string PathOf(string fileName) =>
        Path.Combine(AppContext.BaseDirectory, "runtimes", PortableRuntime(), "native", fileName);

    // RuntimeInformation.RuntimeIdentifier may name a distribution (debian.13-x64); the folders are the portable ones.
    private static string PortableRuntime()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
