using System.Runtime.InteropServices;
using System.Text;

namespace LocalRag.ModelHost.Native;

/// <summary>Texts that end in a zero byte.</summary>
internal static unsafe class NativeText
{
    /// <summary>Copies a text; null for a null pointer.</summary>
    public static string? Read(byte* text) => text is null ? null : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Gives the bytes of a text with a zero at the end. A zero within the text would end it early, so it is left out.</summary>
    public static byte[] Terminated(string text) => [.. Encoding.UTF8.GetBytes(text.Replace("\0", "", StringComparison.Ordinal)), 0];
}
