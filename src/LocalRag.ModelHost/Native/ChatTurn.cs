using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary><c>llama_chat_message</c>: two texts that end in a zero byte.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ChatTurn
{
    public byte* Role;
    public byte* Content;
}
