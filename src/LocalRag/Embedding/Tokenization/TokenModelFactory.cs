namespace LocalRag.Embedding.Tokenization;

/// <summary>Makes the model (WordPiece, Unigram, BPE, WordLevel) that a <c>tokenizer.json</c> describes.</summary>
internal static class TokenModelFactory
{
    public static TokenModel Create(TokenizerFile file) => (file.ModelText("type") ?? GuessType(file)) switch
    {
        "WordPiece" => CreateWordPiece(file),
        "Unigram" => CreateUnigram(file),
        "BPE" => CreateBpe(file),
        "WordLevel" => new WordLevelModel(CreateVocabulary(file), file.ModelText("unk_token") is { } unknown ? RequireUnknown(file, unknown) : -1),
        var type => throw ModelFault.In(file.Path, $"has a model of type `{type}`, which is not supported", "Choose a model with a WordPiece, Unigram, BPE or WordLevel tokenizer."),
    };

    /// <summary>The id of a token by its text, added tokens included, or -1.</summary>
    public static int Find(TokenizerFile file, string token)
    {
        foreach (var entry in file.Vocabulary)
        {
            if (file.TextOf(entry).SequenceEqual(token)) return entry.Id;
        }

        return AddedTokenList.Read(file).Where(each => each.Token.Content == token).Select(static each => each.Token.Id).FirstOrDefault(-1);
    }

    /// <summary>Files of early versions do not name their model's type; only WordPiece has a limit on words.</summary>
    private static string GuessType(TokenizerFile file) =>
        file.Model.ContainsKey("max_input_chars_per_word") ? "WordPiece" : file.Merges.Count > 0 ? "BPE" : file.Model.ContainsKey("unk_id") ? "Unigram" : "WordLevel";

    private static WordPieceModel CreateWordPiece(TokenizerFile file)
    {
        var longest = file.Model.TryGetValue("max_input_chars_per_word", out var value) && value.TryGetInt32(out var limit) ? limit : 100;
        var prefix = file.ModelText("continuing_subword_prefix") ?? "##";
        return new WordPieceModel(CreateVocabulary(file), prefix, RequireUnknown(file, file.ModelText("unk_token") ?? "[UNK]"), longest);
    }

    private static UnigramModel CreateUnigram(TokenizerFile file)
    {
        var scores = new double[file.Vocabulary.Count];
        foreach (var entry in file.Vocabulary)
        {
            if (!double.IsFinite(entry.Score)) throw ModelFault.In(file.Path, $"gives token {entry.Id} a score that is not a finite number");
            scores[entry.Id] = entry.Score;
        }

        var unknownId = file.Model.TryGetValue("unk_id", out var value) && value.TryGetInt32(out var id) ? id : -1;
        if (unknownId >= scores.Length) throw ModelFault.In(file.Path, $"names token {unknownId} of {scores.Length} as its unknown token");

        return new UnigramModel(CreateVocabulary(file), scores, unknownId, file.ModelFlag("byte_fallback"));
    }

    private static BpeModel CreateBpe(TokenizerFile file)
    {
        var vocabulary = CreateVocabulary(file);
        var prefix = file.ModelText("continuing_subword_prefix") ?? "";
        var merges = new Dictionary<long, (int Rank, int Id)>(file.Merges.Count);
        for (var rank = 0; rank < file.Merges.Count; rank++)
        {
            var (left, right) = file.Merges[rank];
            var (leftId, rightId) = (vocabulary.Find(left), vocabulary.Find(right));
            var merged = right.Length < prefix.Length ? -1 : vocabulary.Find(left + right[prefix.Length..]);
            if (leftId < 0 || rightId < 0 || merged < 0)
                throw ModelFault.In(file.Path, $"merges `{left}` and `{right}`, which are not all in its vocabulary");

            merges[BpeModel.PairOf(leftId, rightId)] = (rank, merged);
        }

        return new BpeModel(vocabulary, merges, new BpeOptions
        {
            UnknownId = file.ModelText("unk_token") is { } unknown ? Find(file, unknown) : -1,
            FuseUnknown = file.ModelFlag("fuse_unk"),
            ByteFallback = file.ModelFlag("byte_fallback"),
            IgnoreMerges = file.ModelFlag("ignore_merges"),
            ContinuingPrefix = prefix,
            EndOfWordSuffix = file.ModelText("end_of_word_suffix") ?? "",
        });
    }

    private static Vocabulary CreateVocabulary(TokenizerFile file) => new(file.Characters, file.Vocabulary);

    private static int RequireUnknown(TokenizerFile file, string token) => Find(file, token) is var id and >= 0
        ? id
        : throw ModelFault.In(file.Path, $"does not hold its unknown token `{token}` in its vocabulary");
}
