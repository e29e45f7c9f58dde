using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary>Room for a structure that a library returns by value and that may be larger there than it is known here.</summary>
[StructLayout(LayoutKind.Sequential, Size = 1024)]
internal unsafe struct Padded
{
    public fixed byte Bytes[1024];
}
