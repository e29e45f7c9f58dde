using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// The built-in model's tokenizer in one pass without regular expressions. It does what these parts of a
/// <c>tokenizer.json</c> do in turn: break at camelCase, lower the case, take runs of <c>[a-z0-9]</c> and runs of other
/// word characters (but <c>_</c>) as words and drop the rest, split words by WordPiece. The general pipeline
/// does the same step by step; a test holds the two together.
/// </summary>
internal sealed class CodeWordTokenizer(WordPieceModel model, AddedTokenFinder addedTokens) : Tokenizer(addedTokens)
{
    /// <summary>The longest words of a model that this scanner serves, in code points; its buffer holds twice as many units.</summary>
    public const int MaximumWordLength = 128;

    private const byte None = 0;
    private const byte Small = 1;
    private const byte Capital = 2;

    private static readonly byte[] Classes = [.. Enumerable.Range(0, 128).Select(static c =>
        c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? Small : c is >= 'A' and <= 'Z' ? Capital : None)];

    // Compiled once and in full: an index run is over before the runtime's tiers have noticed a loop this hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void EncodeSegment(scoped ReadOnlySpan<char> text, bool atStart, ref TokenBuffer tokens)
    {
        // Words are written here in lower case and not sliced from the text: some characters change class or length when lowered.
        var word = new Word();
        var position = 0;
        while (position < text.Length)
        {
            var character = text[position];
            if (character >= 128)
            {
                _ = Rune.DecodeFromUtf16(text[position..], out var rune, out var consumed);
                position += consumed;
                AppendLowered(rune, ref word, ref tokens);
                continue;
            }

            var kind = Classes[character];
            if (kind == None)
            {
                Flush(ref word, ref tokens);
            }
            else
            {
                if (word.Length > 0 && (!word.IsAscii || (kind == Capital && IsHump(text, position)))) Flush(ref word, ref tokens);
                word.IsAscii = true;
                word.Append(kind == Capital ? (char)(character | 0x20) : character);
            }

            position++;
        }

        Flush(ref word, ref tokens);
    }

    /// <summary>True between <c>aB</c>, and before the last capital of <c>ABc</c>.</summary>
    private static bool IsHump(ReadOnlySpan<char> text, int position)
    {
        var before = text[position - 1];
        if (before >= 128) return false;

        return Classes[before] switch
        {
            Small => true,
            Capital => position + 1 < text.Length && text[position + 1] is >= 'a' and <= 'z',
            _ => false,
        };
    }

    private void AppendLowered(Rune rune, ref Word word, ref TokenBuffer tokens)
    {
        // The one character whose lower case is two.
        if (rune.Value == 0x0130)
        {
            AppendLowered(new Rune('i'), ref word, ref tokens);
            rune = new Rune(0x0307);
        }

        rune = Rune.ToLowerInvariant(rune);
        if (!WordCharacters.Contains(rune))
        {
            Flush(ref word, ref tokens);
            return;
        }

        if (word.Length > 0 && word.IsAscii != rune.IsAscii) Flush(ref word, ref tokens);
        word.IsAscii = rune.IsAscii;
        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)]) word.Append(unit);
    }

    private void Flush(ref Word word, ref TokenBuffer tokens)
    {
        if (word.Length == 0) return;

        if (word.IsWhole) model.Tokenize(word.Characters, word.Hash, ref tokens);
        else tokens.Add(model.UnknownId);
        word.Clear();
    }

    private struct Word()
    {
        private const int Capacity = MaximumWordLength * 2;

        private Units _units;

        public uint Hash { get; private set; } = TokenHash.Empty;

        public int Length { get; private set; }

        public bool IsAscii { get; set; }

        /// <summary>False where the word is longer than the buffer, and so unknown to any model served here.</summary>
        public readonly bool IsWhole => Length <= Capacity;

        [UnscopedRef]
        public readonly ReadOnlySpan<char> Characters => ((ReadOnlySpan<char>)_units)[..Length];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Append(char character)
        {
            if (Length >= Capacity)
            {
                Length = Capacity + 1;
                return;
            }

            _units[Length++] = character;
            Hash = TokenHash.Append(Hash, character);
        }

        public void Clear()
        {
            Length = 0;
            Hash = TokenHash.Empty;
        }

        [InlineArray(Capacity)]
        private struct Units
        {
            private char _first;
        }
    }
}
