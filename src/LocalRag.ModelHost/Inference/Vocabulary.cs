using System.Text;
using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Inference;

/// <summary>
/// A model's tokenizer. Control tokens are found only in segments that are marked special; neighbouring text is tokenised as one,
/// so a prompt in segments gives the tokens of the whole text wherever it names no control token.
/// </summary>
/// <remarks>Safe for many threads, as llama.cpp's tokenizer is. Lives as long as its model.</remarks>
internal sealed unsafe class Vocabulary
{
    private const int Unknown = 1 << 0;
    private const int Control = 1 << 3;
    private const int UserDefined = 1 << 4;
    private const int LeftStrip = 1 << 7;
    private const int RightStrip = 1 << 8;

    private readonly nint vocabulary;
    private readonly List<SpecialToken> special = [];
    private readonly HashSet<int> control = [];
    private readonly HashSet<int> ends = [];

    public Vocabulary(nint vocabulary)
    {
        this.vocabulary = vocabulary;
        Size = Llama.llama_vocab_n_tokens(vocabulary);
        for (var id = 0; id < Size; id++)
        {
            var attributes = Llama.llama_vocab_get_attr(vocabulary, id);
            if (Llama.llama_vocab_is_eog(vocabulary, id) != 0)
                ends.Add(id);
            if ((attributes & Control) != 0)
                control.Add(id);
            if ((attributes & (Control | UserDefined | Unknown)) == 0 || NativeText.Read(Llama.llama_vocab_get_text(vocabulary, id)) is not { Length: > 0 } text)
                continue;

            // Command R's file lists its turn markers as user-defined tokens, which llama.cpp finds in any text.
            if ((attributes & UserDefined) != 0 && LocalRag.Models.Prompts.ControlTokens.IsOne(text))
                control.Add(id);
            special.Add(new SpecialToken(id, text, (attributes & LeftStrip) != 0, (attributes & RightStrip) != 0));
        }

        // llama.cpp looks for the longest first, over the whole text, and so does this.
        special.Sort((a, b) => b.Text.Length.CompareTo(a.Text.Length));
        Begin = Llama.llama_vocab_bos(vocabulary);
        AddsBegin = Llama.llama_vocab_get_add_bos(vocabulary) != 0 && Begin >= 0;
        (Before, After) = Frame();
    }

    /// <summary>How many tokens there are.</summary>
    public int Size { get; }

    /// <summary>The token that begins a text; negative where there is none.</summary>
    public int Begin { get; }

    /// <summary>Whether prompts begin with <see cref="Begin"/>.</summary>
    public bool AddsBegin { get; }

    /// <summary>The tokens that the model has before a text that it embeds.</summary>
    public int[] Before { get; }

    /// <summary>The tokens that the model has after a text that it embeds.</summary>
    public int[] After { get; }

    /// <summary>The token that ends a part of a pair of texts; none where the model has none.</summary>
    public int[] EndOfPart => Llama.llama_vocab_get_add_eos(vocabulary) == 0 ? [] : Llama.llama_vocab_eos(vocabulary) is >= 0 and var end ? [end] : Optional(Llama.llama_vocab_sep(vocabulary));

    /// <summary>The token between the parts of a pair of texts; none where the model has none.</summary>
    public int[] Separator => Llama.llama_vocab_get_add_sep(vocabulary) == 0 ? [] : Optional(Llama.llama_vocab_sep(vocabulary));

    internal nint Pointer => vocabulary;

    /// <summary>The control tokens' numbers.</summary>
    public IReadOnlySet<int> ControlTokens => control;

    /// <summary>Whether a model ends its text with this token.</summary>
    public bool IsEnd(int token) => ends.Contains(token);

    /// <summary>Tokenises a prompt, with the beginning token where the model wants one and the prompt does not name it.</summary>
    public int[] Tokenize(IReadOnlyList<PromptSegment> segments, bool begin = true)
    {
        var tokens = new List<int>();
        var text = new StringBuilder();
        var stripNext = false;
        foreach (var segment in segments)
        {
            if (!segment.Special)
            {
                Append(text, segment.Text, ref stripNext);
                continue;
            }

            foreach (var (piece, token) in Split(segment.Text))
            {
                if (token is null)
                {
                    Append(text, piece, ref stripNext);
                    continue;
                }

                Flush(text, tokens, token.StripsLeft);
                tokens.Add(token.Id);
                stripNext = token.StripsRight;
            }
        }

        Flush(text, tokens, stripEnd: false);
        if (begin && AddsBegin && (tokens.Count == 0 || tokens[0] != Begin))
            tokens.Insert(0, Begin);
        return [.. tokens];
    }

    /// <summary>Tokenises a text without anything around it; what it names stands for itself and never for a control token.</summary>
    public int[] Plain(string text)
    {
        var tokens = Native(text, addSpecial: false);
        if (!tokens.Any(token => control.Contains(token)))
            return tokens;

        // Some tokenizers merge characters up to a control token's own text. Such a token is taken apart again.
        // Where the text does not name it, it is the model's token for unknown characters.
        var named = special.Where(token => control.Contains(token.Id) && text.Contains(token.Text, StringComparison.Ordinal)).ToDictionary(token => token.Id);
        return [.. tokens.SelectMany(token => named.TryGetValue(token, out var found) ? Letters(found.Text) : [token])];
    }

    /// <summary>The bytes that a token stands for; none for a control token unless asked for.</summary>
    public byte[] Piece(int token, bool showControl = false)
    {
        Span<byte> buffer = stackalloc byte[128];
        fixed (byte* first = buffer)
        {
            var length = Llama.llama_token_to_piece(vocabulary, token, first, buffer.Length, 0, showControl ? (byte)1 : (byte)0);
            if (length >= 0)
                return buffer[..length].ToArray();
            var large = new byte[-length];
            fixed (byte* start = large)
                length = Llama.llama_token_to_piece(vocabulary, token, start, large.Length, 0, showControl ? (byte)1 : (byte)0);
            return large[..Math.Max(0, length)];
        }
    }

    /// <summary>The text that tokens stand for, control tokens shown by name.</summary>
    public string Detokenize(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            if (token < 0 || token >= Size)
                throw new HostException(HostError.InvalidRequest, $"Token {token} is not one of the vocabulary's {Size}.");
        }

        var buffer = new byte[Math.Max(64, tokens.Length * 8)];
        while (true)
        {
            int length;
            fixed (int* ids = tokens)
            fixed (byte* text = buffer)
                length = Llama.llama_detokenize(vocabulary, ids, tokens.Length, text, buffer.Length, removeSpecial: 0, unparseSpecial: 1);
            if (length >= 0)
                return Encoding.UTF8.GetString(buffer, 0, length);
            buffer = new byte[-length];
        }
    }

    private static void Append(StringBuilder text, string piece, ref bool strip)
    {
        if (strip)
        {
            piece = piece.TrimStart();
            strip = piece.Length == 0;
        }

        text.Append(piece);
    }

    private void Flush(StringBuilder text, List<int> tokens, bool stripEnd)
    {
        var whole = stripEnd ? text.ToString().TrimEnd() : text.ToString();
        text.Clear();
        if (whole.Length > 0)
            tokens.AddRange(Plain(whole));
    }

    /// <summary>Cuts a template's text at the control tokens it names, as llama.cpp does: the longest name first.</summary>
    private List<(string Text, SpecialToken? Token)> Split(string text)
    {
        var parts = new List<(string Text, SpecialToken? Token)> { (text, null) };
        foreach (var token in special)
        {
            for (var i = 0; i < parts.Count; i++)
            {
                if (parts[i].Token is not null || parts[i].Text.IndexOf(token.Text, StringComparison.Ordinal) is not (>= 0 and var at))
                    continue;
                var part = parts[i].Text;
                parts[i] = (part[..at], null);
                parts.Insert(i + 1, (token.Text, token));
                parts.Insert(i + 2, (part[(at + token.Text.Length)..], null));
                i++;
            }
        }

        parts.RemoveAll(part => part.Token is null && part.Text.Length == 0);
        return parts;
    }

    private (int[] Before, int[] After) Frame()
    {
        var framed = Native("a", addSpecial: true);
        var plain = Native("a", addSpecial: false);
        var at = framed.AsSpan().IndexOf(plain);
        return at < 0 ? ([], []) : (framed[..at], framed[(at + plain.Length)..]);
    }

    private static int[] Optional(int token) => token >= 0 ? [token] : [];

    private IEnumerable<int> Letters(string text) =>
        text.EnumerateRunes().SelectMany(letter => Native(letter.ToString(), addSpecial: false)).Where(token => !control.Contains(token));

    private int[] Native(string text, bool addSpecial)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new int[bytes.Length + 8];
        while (true)
        {
            int count;
            fixed (byte* start = bytes)
            fixed (int* first = tokens)
                count = Llama.llama_tokenize(vocabulary, start, bytes.Length, first, tokens.Length, addSpecial ? (byte)1 : (byte)0, parseSpecial: 0);
            if (count >= 0)
                return tokens[..count];
            if (count == int.MinValue)
                throw new HostException(HostError.InvalidRequest, $"The text of {bytes.Length} bytes is too long to tokenise.");
            tokens = new int[-count];
        }
    }
}
