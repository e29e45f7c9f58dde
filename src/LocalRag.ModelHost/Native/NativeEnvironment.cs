using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary>The environment that native code sees: .NET keeps a copy of its own on Unix.</summary>
internal static partial class NativeEnvironment
{
    public static void Set(string name, string value)
    {
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(name, value);
        else
            _ = setenv(name, value, 1);
    }

    /// <summary>Files and sockets that are made from now on are for this user alone. Windows has no such mask.</summary>
    public static void KeepFilesPrivate()
    {
        if (!OperatingSystem.IsWindows())
            _ = umask(Convert.ToUInt32("077", 8));
    }

    [LibraryImport("libc")]
    private static partial uint umask(uint mask);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
