using System.Text;

namespace LocalRag.ModelHost.Tests.TinyModels;

/// <summary>Small vocabularies of each of the kinds that models have: they split any text, and join it again.</summary>
internal static class TinyTokenizers
{
    public const string ChatMl = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    /// <summary>Words that are one token each in <see cref="SentencePiece"/>: <c> c00</c> to <c> c49</c>.</summary>
    public static IEnumerable<string> Canaries => Enumerable.Range(0, 50).Select(number => $"c{number:D2}");

    /// <summary>A SentencePiece vocabulary with bytes to fall back on, as Llama 2's and Gemma's. Gives its size.</summary>
    public static int SentencePiece(GgufWriter writer)
    {
        var tokens = new List<(string Text, float Score, int Type)> { ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("<|im_start|>", 0, 3), ("<|im_end|>", 0, 3), ("<|endoftext|>", 0, 3) };
        tokens.AddRange(Enumerable.Range(0, 256).Select(value => ($"<0x{value:X2}>", 0f, 6)));
        var pieces = new List<string> { "▁" };
        pieces.AddRange(Enumerable.Range(33, 94).Select(letter => ((char)letter).ToString()));
        pieces.AddRange(["▁t", "he", "▁the", "in", "▁a", "er", "<s", "</", "</s", "▁c"]);
        pieces.AddRange(Enumerable.Range(0, 5).Select(digit => $"▁c{digit}"));
        pieces.AddRange(Canaries.Select(canary => "▁" + canary));
        tokens.AddRange(pieces.Distinct().Select((piece, index) => (piece, piece.Length > 1 ? piece.Length * 10f : -100f - index, 1)));
        Write(writer, "llama", tokens, ("bos", 1), ("eos", 2), ("unknown", 0));
        writer.Set("tokenizer.ggml.add_bos_token", true).Set("tokenizer.ggml.add_eos_token", false).Set("tokenizer.ggml.add_space_prefix", true);
        return tokens.Count;
    }

    /// <summary>A byte-level vocabulary with merges, as GPT-2's heirs have. Gives its size.</summary>
    public static int BytePairs(GgufWriter writer, string splitter, params string[] control)
    {
        var bytes = ByteLetters();
        var merges = new List<string> { "t h", "th e", "Ġ t", "Ġt h", "Ġth e", "i n", "e r", "o n", "a n", "Ġ a", "y e", "ye s", "n o" };
        var tokens = bytes.Select(letter => (letter, 0f, 1)).ToList();
        tokens.AddRange(merges.Select(merge => (merge.Replace(" ", "", StringComparison.Ordinal), 0f, 1)));
        var first = tokens.Count;
        tokens.AddRange(control.Select(name => (name, 0f, 3)));
        Write(writer, "gpt2", tokens, ("bos", first), ("eos", first + 1));
        writer.Set("tokenizer.ggml.pre", splitter).Set("tokenizer.ggml.merges", merges.ToArray()).Set("tokenizer.ggml.add_bos_token", false);
        return tokens.Count;
    }

    /// <summary>A WordPiece vocabulary, as BERT's. Gives its size.</summary>
    public static int WordPieces(GgufWriter writer)
    {
        var tokens = new List<(string, float, int)> { ("[PAD]", 0, 3), ("[UNK]", 0, 3), ("[CLS]", 0, 3), ("[SEP]", 0, 3), ("[MASK]", 0, 3) };
        var letters = Enumerable.Range('a', 26).Concat(Enumerable.Range('0', 10)).Concat("[]<>|_-.,:/()".Select(letter => (int)letter)).Select(letter => ((char)letter).ToString()).ToList();
        tokens.AddRange(letters.Select(letter => ("▁" + letter, 0f, 1)));
        tokens.AddRange(letters.Select(letter => (letter, 0f, 1)));
        tokens.AddRange(new[] { "▁the", "▁a", "▁cat", "▁dog", "ing", "er", "▁house" }.Select(piece => (piece, 0f, 1)).Where(token => tokens.All(other => other.Item1 != token.Item1)));
        Write(writer, "bert", tokens, ("cls", 2), ("bos", 2), ("seperator", 3), ("eos", 3), ("padding", 0), ("unknown", 1), ("mask", 4));
        writer.Set("tokenizer.ggml.token_type_count", 2u).Set("tokenizer.ggml.pre", "default");
        return tokens.Count;
    }

    private static void Write(GgufWriter writer, string model, List<(string Text, float Score, int Type)> tokens, params (string Role, int Id)[] roles)
    {
        writer.Set("tokenizer.ggml.model", model)
            .Set("tokenizer.ggml.tokens", tokens.Select(token => token.Text).ToArray())
            .Set("tokenizer.ggml.scores", tokens.Select(token => token.Score).ToArray())
            .Set("tokenizer.ggml.token_type", tokens.Select(token => token.Type).ToArray());
        foreach (var (role, id) in roles)
            writer.Set($"tokenizer.ggml.{role}_token_id", (uint)id);
    }

    /// <summary>The letters that byte-level vocabularies write the 256 bytes with.</summary>
    private static List<string> ByteLetters()
    {
        var letters = new List<string>();
        var next = 256;
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174;
            letters.Add(new Rune(printable ? value : next++).ToString());
        }

        return letters;
    }
}
