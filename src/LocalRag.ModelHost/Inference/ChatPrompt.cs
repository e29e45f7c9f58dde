using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Inference;

/// <summary>
/// Puts chat messages into a model's own template, as segments: the template's pieces name control tokens, the messages' texts do not.
/// The template is applied to marks in the texts' place, and cut at the marks.
/// </summary>
internal static unsafe class ChatPrompt
{
    private const char MarkStart = '\uE0A0';
    private const char MarkEnd = '\uE0A1';

    /// <summary>Gives the prompt for the next answer.</summary>
    /// <exception cref="HostException">The model has no template, or one that llama.cpp does not know.</exception>
    public static List<PromptSegment> Create(LlamaModel model, IReadOnlyList<ChatMessage> messages)
    {
        var template = model.Template()
            ?? throw new HostException(HostError.InvalidRequest, $"The model '{model.Name}' has no chat template; send a finished prompt to /v1/completions.");
        return Create(template, messages) ?? throw new HostException(
            HostError.InvalidRequest,
            $"The chat template of '{model.Name}' is none that llama.cpp knows (it begins '{(template.Length > 60 ? template[..60] + "…" : template)}'); send a finished prompt to /v1/completions.");
    }

    /// <summary>Gives the prompt for a template; null where llama.cpp does not know it.</summary>
    public static List<PromptSegment>? Create(string template, IReadOnlyList<ChatMessage> messages)
    {
        // Tabs around the marks, which no template writes itself, show whether the template trims what it is given.
        var marked = messages.Select((message, index) => message with { Content = $"\t{MarkStart}{index}{MarkEnd}\t" }).ToList();
        if (Apply(template, marked) is not { } prompt)
            return null;

        var segments = new List<PromptSegment>();
        var at = 0;
        while (prompt.IndexOf(MarkStart, at) is >= 0 and var start)
        {
            var end = prompt.IndexOf(MarkEnd, start);
            var content = messages[int.Parse(prompt.AsSpan(start + 1, end - start - 1), CultureInfo.InvariantCulture)].Content;
            var keepsStart = start > at && prompt[start - 1] == '\t';
            var keepsEnd = end + 1 < prompt.Length && prompt[end + 1] == '\t';
            Add(segments, prompt[at..(keepsStart ? start - 1 : start)], true);
            Add(segments, keepsStart && keepsEnd ? content : content.Trim(), false);
            at = end + (keepsEnd ? 2 : 1);
        }

        Add(segments, prompt[at..], true);
        return segments;
    }

    private static void Add(List<PromptSegment> segments, string text, bool special)
    {
        if (text.Length > 0)
            segments.Add(new PromptSegment(text, special));
    }

    private static string? Apply(string template, List<ChatMessage> messages)
    {
        var texts = messages.SelectMany(message => new[] { NativeText.Terminated(message.Role), NativeText.Terminated(message.Content) }).Append(NativeText.Terminated(template)).ToList();
        var pins = texts.Select(text => GCHandle.Alloc(text, GCHandleType.Pinned)).ToList();
        try
        {
            var turns = new ChatTurn[messages.Count];
            for (var i = 0; i < turns.Length; i++)
                turns[i] = new ChatTurn { Role = (byte*)pins[2 * i].AddrOfPinnedObject(), Content = (byte*)pins[(2 * i) + 1].AddrOfPinnedObject() };
            var buffer = new byte[1024 + (2 * texts.Sum(text => text.Length))];
            while (true)
            {
                int length;
                fixed (ChatTurn* first = turns)
                fixed (byte* start = buffer)
                    length = Llama.llama_chat_apply_template((byte*)pins[^1].AddrOfPinnedObject(), first, (nuint)turns.Length, 1, start, buffer.Length);
                if (length < 0)
                    return null;
                if (length <= buffer.Length)
                    return Encoding.UTF8.GetString(buffer, 0, length);
                buffer = new byte[length];
            }
        }
        finally
        {
            foreach (var pin in pins)
                pin.Free();
        }
    }
}
