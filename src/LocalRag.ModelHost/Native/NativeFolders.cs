using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LocalRag.ModelHost.Native;

/// <summary>Where native libraries lie, and what they are called on each platform.</summary>
internal static partial class NativeFolders
{
    /// <summary>GPU builds, each with a library that only a machine with its driver has.</summary>
    private static readonly (string Folder, string[] Drivers)[] GpuBuilds =
    [
        ("cuda", OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1"]),
        ("vulkan", OperatingSystem.IsWindows() ? ["vulkan-1.dll"] : ["libvulkan.so.1"]),
    ];

    /// <summary>Gives the folder of the best build that is installed: a GPU's where its driver is there as well, else the CPU's.</summary>
    public static string Preferred()
    {
        var native = Path.Combine(AppContext.BaseDirectory, "runtimes", Rid(), "native");
        foreach (var (name, drivers) in GpuBuilds)
        {
            var folder = Path.Combine(native, name);
            if (Directory.Exists(folder) && drivers.All(HasLibrary))
                return folder;
        }

        return native;
    }

    /// <summary>Finds a library by its name; names may carry the build and the release, as in <c>libllama.v0.5.0.so</c>. Null where there is none.</summary>
    public static string? Find(string folder, string name)
    {
        if (!Directory.Exists(folder))
            return null;
        return Directory.EnumerateFiles(folder)
            .Where(path => LibraryName().Match(Path.GetFileName(path)) is { Success: true } match && match.Groups["name"].Value == name)
            .Order(StringComparer.Ordinal)
            .LastOrDefault();
    }

    private static bool HasLibrary(string name)
    {
        if (!NativeLibrary.TryLoad(name, out var handle))
            return false;
        NativeLibrary.Free(handle);
        return true;
    }

    private static string Rid()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    [GeneratedRegex(@"^(lib)?(?<name>ggml-base|ggml|llama)(\.(cuda|vulkan|metal))?(\.v[0-9.]+)?\.(so|dylib|dll)$")]
    private static partial Regex LibraryName();
}
