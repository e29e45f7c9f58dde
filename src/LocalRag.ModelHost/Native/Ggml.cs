using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary>The functions of libggml and libggml-base that the host calls.</summary>
internal static unsafe partial class Ggml
{
    public const string Library = "ggml";
    public const string BaseLibrary = "ggml-base";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial void ggml_backend_load_all_from_path(string folder);
    [LibraryImport(Library)] public static partial nuint ggml_backend_dev_count();
    [LibraryImport(Library)] public static partial nint ggml_backend_dev_get(nuint index);
    [LibraryImport(BaseLibrary)] public static partial byte* ggml_backend_dev_name(nint device);
    [LibraryImport(BaseLibrary)] public static partial byte* ggml_backend_dev_description(nint device);
    [LibraryImport(BaseLibrary)] public static partial int ggml_backend_dev_type(nint device);
    [LibraryImport(BaseLibrary)] public static partial void ggml_backend_dev_memory(nint device, nuint* free, nuint* total);
    [LibraryImport(BaseLibrary)] public static partial void ggml_log_set(delegate* unmanaged<int, byte*, void*, void> callback, void* data);
}
