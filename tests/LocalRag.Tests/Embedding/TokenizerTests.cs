using FsCheck;
using FsCheck.Fluent;
using LocalRag.Embedding.Tokenization;

namespace LocalRag.Tests.Embedding;

public sealed class TokenizerTests
{
    private const string WordPiece = """{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":9,"vocab":{"[UNK]":0,"un":1,"##aff":2,"##able":3,"unable":4,"a":5,"##a":6,"!":7,"caf":8,"##e":9,"你":10}}""";

    /// <summary>a=-1 b=-1 c=-1 ab=-1.5 bc=-3 abc=-4.5 ▁=-1 ▁ab=-2: "abc" is ab+c (-2.5), not abc (-4.5).</summary>
    private const string Unigram = """{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["a",-1],["b",-1],["c",-1],["ab",-1.5],["bc",-3],["abc",-4.5],["\u2581",-1],["\u2581ab",-2]]}""";

    private const string UnigramWithBytes = """{"type":"Unigram","unk_id":0,"byte_fallback":true,"vocab":[["<unk>",0],["a",-1],["<0xC3>",-9],["<0xA4>",-9]]}""";

    private const string Bpe = """{"type":"BPE","unk_token":"<unk>","vocab":{"<unk>":0,"l":1,"o":2,"w":3,"e":4,"r":5,"lo":6,"low":7,"er":8,"we":9},"merges":["l o","lo w","e r","w e"]}""";

    private const string ByteLevelBpe = """{"type":"BPE","vocab":{"a":0,"b":1,"Ġ":2,"Ã":3,"¤":4,"Ġa":5,"Ã¤":6},"merges":[["Ġ","a"],["Ã","¤"]]}""";

    private const string Letters = """{"type":"WordLevel","unk_token":"?","vocab":{"?":0,"a":1,"b":2,"-":3,"-b":4,"a-":5,"--":6,"1":7,"12":8,"2":9,"ab":10,"\u2581a":11,"\u2581b":12,"a b":13,"\u2581a\u2581b":14,"x":15}}""";

    [Theory]
    [InlineData("unable", 4)]
    [InlineData("unaffable", 1, 2, 3)]
    [InlineData("unx", 0)]
    [InlineData("aaaaaaaaa", 5, 6, 6, 6, 6, 6, 6, 6, 6)]
    [InlineData("aaaaaaaaaa", 0)]
    [InlineData("Un!a", 1, 7, 5)]
    [InlineData("CAFÉ", 8, 9)]
    [InlineData("a你a", 5, 10, 5)]
    [InlineData("a\u0000\u200Ba\u00A0a", 5, 6, 5)]
    public void WordPiece_takes_the_longest_entries_of_cleaned_words(string text, params int[] ids) => Assert.Equal(ids, Encode(
        WordPiece, text, """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""", """{"type":"BertPreTokenizer"}"""));

    [Theory]
    [InlineData("abc", 4, 3)]
    [InlineData("axyb", 1, 0, 2)]
    [InlineData("xy", 0)]
    [InlineData("a\U0001F600b", 1, 0, 2)]
    public void Unigram_takes_the_likeliest_split(string text, params int[] ids) => Assert.Equal(ids, Encode(Unigram, text));

    [Theory]
    [InlineData("ab c", 8, 7, 3)]
    [InlineData("\u2581ab", 8)]
    public void Metaspace_marks_the_starts_of_words(string text, params int[] ids) =>
        Assert.Equal(ids, Encode(Unigram, text, preTokenizer: """{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true}"""));

    [Theory]
    [InlineData("ä", 2, 3)]
    [InlineData("aä", 1, 2, 3)]
    [InlineData("ö", 0)]
    public void Unknown_characters_are_spelt_in_bytes_where_there_are_tokens_for_all(string text, params int[] ids) =>
        Assert.Equal(ids, Encode(UnigramWithBytes, text));

    [Theory]
    [InlineData("low", 7)]
    [InlineData("lower", 7, 8)]
    [InlineData("wer", 3, 8)]
    [InlineData("we", 9)]
    [InlineData("lol", 6, 1)]
    [InlineData("lxyo", 1, 0, 0, 2)]
    public void Bpe_merges_the_pair_that_was_learnt_first(string text, params int[] ids) => Assert.Equal(ids, Encode(Bpe, text));

    [Theory]
    [InlineData("a", 5)]
    [InlineData("bä", 2, 1, 6)]
    [InlineData("b a", 2, 1, 5)]
    public void Byte_level_words_are_spelt_in_its_alphabet(string text, params int[] ids) =>
        Assert.Equal(ids, Encode(ByteLevelBpe, text, preTokenizer: """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}"""));

    [Theory]
    [InlineData("Removed", 1, 2, 2)]
    [InlineData("Isolated", 1, 3, 2, 3, 3, 2)]
    [InlineData("MergedWithPrevious", 5, 0, 3, 2)]
    [InlineData("MergedWithNext", 1, 4, 3, 4)]
    [InlineData("Contiguous", 1, 3, 2, 6, 2)]
    public void A_split_does_with_its_matches_what_it_says(string behavior, params int[] ids) =>
        Assert.Equal(ids, Encode(Letters, "a-b--b", preTokenizer: $$"""{"type":"Split","pattern":{"String":"-"},"behavior":"{{behavior}}","invert":false}"""));

    [Theory]
    [InlineData("""{"type":"Digits","individual_digits":true}""", "ab12", 10, 7, 9)]
    [InlineData("""{"type":"Digits","individual_digits":false}""", "ab12", 10, 8)]
    [InlineData("""{"type":"Punctuation","behavior":"Isolated"}""", "ab--", 10, 3, 3)]
    [InlineData("""{"type":"Whitespace"}""", " ab--  12 ", 10, 6, 8)]
    [InlineData("""{"type":"CharDelimiterSplit","delimiter":"-"}""", "a-b", 1, 2)]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}""", "a b", 11, 12)]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":false}""", "a b", 14)]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"first"}]}""", "a b", 11, 2)]
    [InlineData("""{"type":"Split","pattern":{"Regex":"\\w+"},"behavior":"Removed","invert":true}""", "a -- b", 1, 2)]
    public void Pre_tokenizers_split_as_their_names_say(string preTokenizer, string text, params int[] ids) =>
        Assert.Equal(ids, Encode(Letters, text, preTokenizer: preTokenizer));

    [Theory]
    [InlineData("""{"type":"Lowercase"}""", "AB", 10)]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":true}""", " a b ", 13)]
    [InlineData("""{"type":"Replace","pattern":{"String":"xx"},"content":"a"}""", "xxb", 10)]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"x+"},"content":"a"}""", "xxxb", 10)]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"}]}""", "áb", 10)]
    [InlineData("""{"type":"NFKC"}""", "ａｂ", 10)]
    [InlineData("""{"type":"Prepend","prepend":"a"}""", "b", 10)]
    [InlineData("""{"type":"Nmt"}""", "a\tb", 13)]
    public void Normalizers_change_the_text_as_their_names_say(string normalizer, string text, params int[] ids) =>
        Assert.Equal(ids, Encode(Letters, text, normalizer));

    [Fact]
    public void A_compiled_table_replaces_what_it_holds()
    {
        // A double array that holds one entry, "é" (C3 A9) to "e": root at 0 with offset 1; 1^C3=C2 leads on with offset 1 to C2^1^A9=6A, a leaf.
        var trie = new uint[256];
        trie[0] = 1u << 10;
        trie[0xC2] = (0xC3 ^ 0xC2 ^ 0xC2) | (1u << 10);
        trie[0x6A] = 0xA9 | (1u << 8) | (1u << 10);
        trie[0x6B] = 0x80000000;
        var table = BitConverter.GetBytes(trie.Length * 4).Concat(trie.SelectMany(BitConverter.GetBytes)).Concat("e\0"u8.ToArray()).ToArray();

        Assert.Equal("cafe bar", new PrecompiledNormalization(table).Apply("café bar"));
    }

    [Theory]
    [InlineData("a[X]b", 1, 15, 2)]
    [InlineData("[X][X]", 15, 15)]
    [InlineData("a [W] b", 1, 16, 2)]
    [InlineData("a[W]", 0)]
    [InlineData("a[S] b", 1, 17, 2)]
    public void Added_tokens_are_found_in_the_text_itself(string text, params int[] ids) => Assert.Equal(ids, Encode(
        Letters,
        text,
        preTokenizer: """{"type":"WhitespaceSplit"}""",
        addedTokens: """
            [{"id":15,"content":"[X]","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
             {"id":16,"content":"[W]","single_word":true,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
             {"id":17,"content":"[S]","single_word":false,"lstrip":true,"rstrip":true,"normalized":false,"special":true}]
            """));

    [Fact]
    public void The_built_in_scanner_agrees_with_the_steps_it_stands_for()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "models", "builtin-embedder", "tokenizer.json");
        var file = TokenizerFile.Read(path, File.ReadAllBytes(path));
        var (scanner, pipeline) = (TokenizerFactory.Create(file), TokenizerFactory.Create(file, general: true));
        Assert.IsType<CodeWordTokenizer>(scanner);
        Assert.IsType<TokenizerPipeline>(pipeline);

        var parts = Gen.Elements(
            "a", "z", "Z", "AB", "Parse", "getHTTPServer", "0", "42", "_", " ", "\n", "-", "İ", "K", "ß", "É", "ς", "ſ", "ー", "日本", "Ⅳ", "²",
            "\u0301", "\u0903", "Ⓐ", "\u203F", "\U0001F600", "\U00020000", "\U0001D400", "\U00010400", "\uD800", "\uDC00", "\uFFFD", "[PAD]", "[UNK]", "[", "x9Y", "tok##en",
            "кот", "ｆｕｌｌ", "\u200D", "\0", new string('q', 130));
        Prop.ForAll(parts.ArrayOf().Select(string.Concat).ToArbitrary(), text => Encode(scanner, text).SequenceEqual(Encode(pipeline, text)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static int[] Encode(string model, string text, string normalizer = "null", string preTokenizer = "null", string addedTokens = "[]")
    {
        var json = $$"""{"added_tokens":{{addedTokens}},"normalizer":{{normalizer}},"pre_tokenizer":{{preTokenizer}},"model":{{model}}}""";
        return Encode(TokenizerFactory.Create(TokenizerFile.Read("tokenizer.json", System.Text.Encoding.UTF8.GetBytes(json))), text);
    }

    private static int[] Encode(Tokenizer tokenizer, string text)
    {
        // One place, so that every longer text makes the buffer grow.
        var tokens = new TokenBuffer(stackalloc int[1]);
        try
        {
            tokenizer.Encode(text, ref tokens);
            return tokens.Ids.ToArray();
        }
        finally
        {
            tokens.Dispose();
        }
    }
}
