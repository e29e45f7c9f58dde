using System.Runtime.InteropServices;

namespace LocalRag.Documents;

/// <summary>Finds the native parts that the build put into <c>runtimes/&lt;rid&gt;/native</c> beside the program.</summary>
public static class NativeParts
{
    /// <summary>The platform's portable identifier: <c>linux-x64</c>, <c>osx-arm64</c>…</summary>
    public static string RuntimeIdentifier { get; } =
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>Where a library of this name lies on this platform, or would: <c>vec0</c> → <c>…/vec0.so</c>.</summary>
    public static string LibraryPath(string name) =>
        PathOf(name + (OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so"));

    /// <summary>Where a program of this name lies on this platform, or would: <c>ast-grep</c> → <c>…/ast-grep</c>.</summary>
    public static string ProgramPath(string name) => PathOf(OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>Gives the path of a library that must be there.</summary>
    /// <exception cref="FileNotFoundException">It is not; the message says how to get it.</exception>
    public static string Require(string library, string package)
    {
        var path = LibraryPath(library);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{package} for {RuntimeIdentifier} is missing ({path}). Run `npm ci` in the LocalRag checkout and build again.", path);
    }

    // A self-contained publish flattens the native assets of its platform into the program's own folder.
    private static string PathOf(string fileName)
    {
        var flat = Path.Combine(AppContext.BaseDirectory, fileName);
        return File.Exists(flat) ? flat : Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeIdentifier, "native", fileName);
    }
}
