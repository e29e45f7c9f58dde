using System.Reflection;
using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary>Finds llama.cpp's libraries, checks that they are of a release whose layouts are known here, and makes its functions callable.</summary>
internal sealed class LlamaLibrary
{
    /// <summary>Releases whose structures were compared with those of this binding, as <c>llama_version()</c> begins.</summary>
    private static readonly string[] KnownReleases = ["0.4.", "0.5."];

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Loaded = [];
    private static LlamaLibrary? current;

    private LlamaLibrary(string folder, string release, IReadOnlyList<ComputeDevice> devices)
    {
        Folder = folder;
        Release = release;
        Devices = devices;
    }

    /// <summary>Where the libraries lie.</summary>
    public string Folder { get; }

    /// <summary>What <c>llama_version()</c> says.</summary>
    public string Release { get; }

    /// <summary>The processors that llama.cpp may compute on.</summary>
    public IReadOnlyList<ComputeDevice> Devices { get; }

    /// <summary>Whether a GPU is among the devices.</summary>
    public bool HasGpu => Devices.Any(device => device.IsGpu);

    /// <summary>Loads the libraries once a process; later calls give the same.</summary>
    /// <param name="folder">Where they lie; null searches <c>runtimes/&lt;rid&gt;/native</c> beside this program, a GPU build first.</param>
    /// <exception cref="LlamaLibraryException">They are missing, do not load, or are of an unknown release.</exception>
    public static LlamaLibrary Load(string? folder)
    {
        lock (Gate)
            return current ??= Open(folder ?? NativeFolders.Preferred());
    }

    private static unsafe LlamaLibrary Open(string folder)
    {
        // Without this a failed assertion forks a debugger to print a trace, which keeps a dying process for seconds.
        NativeEnvironment.Set("GGML_NO_BACKTRACE", "1");
        foreach (var name in new[] { Ggml.BaseLibrary, Ggml.Library, Llama.Library })
            Loaded[name] = LoadPart(folder, name);
        RequireExports(typeof(Llama), folder);
        RequireExports(typeof(Ggml), folder);
        NativeLibrary.SetDllImportResolver(typeof(LlamaLibrary).Assembly, (name, _, _) => Loaded.GetValueOrDefault(name));

        var release = NativeText.Read(Llama.llama_version()) ?? "";
        if (!KnownReleases.Any(known => release.StartsWith(known, StringComparison.Ordinal)))
            throw new LlamaLibraryException($"The llama.cpp in {folder} calls itself '{release}'; this program knows the releases v0.4 and v0.5. Run `npm ci` in the checkout, or set --native to a folder with one of these.");
        LayoutCheck.Verify(folder);

        NativeLog.Install();
        Ggml.ggml_backend_load_all_from_path(folder);
        Llama.llama_backend_init();
        var devices = ComputeDevice.All();
        if (devices.Count == 0)
            throw new LlamaLibraryException($"The llama.cpp in {folder} found no processor it can compute on: its libggml-cpu-* files are missing there.");
        return new LlamaLibrary(folder, release, devices);
    }

    private static nint LoadPart(string folder, string name)
    {
        var path = NativeFolders.Find(folder, name)
            ?? throw new LlamaLibraryException($"There is no {name} library of llama.cpp in {folder}. Run `npm ci` in the checkout and build again, or set --native to the folder that has it.");
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new LlamaLibraryException($"{path} could not be loaded: {e.Message}", e);
        }
    }

    /// <summary>Looks up every function before one is called, for a missing one is otherwise met in the middle of work.</summary>
    private static void RequireExports(Type imports, string folder)
    {
        foreach (var method in imports.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            if (method.GetCustomAttribute<LibraryImportAttribute>() is not { } import)
                continue;
            var name = import.EntryPoint ?? method.Name;
            if (!NativeLibrary.TryGetExport(Loaded[import.LibraryName], name, out _))
                throw new LlamaLibraryException($"The {import.LibraryName} library in {folder} has no function {name}: it is not llama.cpp v0.4 or v0.5. Run `npm ci` in the checkout and build again.");
        }
    }
}
