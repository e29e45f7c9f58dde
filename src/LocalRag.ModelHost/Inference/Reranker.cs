namespace LocalRag.ModelHost.Inference;

/// <summary>Scores documents by their relevance to a query, from 0 to 1.</summary>
internal static class Reranker
{
    /// <summary>The task that Qwen3-Reranker was trained with where none is given.</summary>
    private const string DefaultTask = "Given a web search query, retrieve relevant passages that answer the query";

    private const string Head = "<|im_start|>system\nJudge whether the Document meets the requirements based on the Query and the Instruct provided. Note that the answer can only be \"yes\" or \"no\".<|im_end|>\n<|im_start|>user\n<Instruct>: ";
    private const string Tail = "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";

    /// <summary>Scores documents, in their order, by the model's own head or by its answer yes or no.</summary>
    /// <exception cref="HostException">The model is no reranker.</exception>
    public static Task<double[]> ScoreAsync(ResidentModel model, string query, IReadOnlyList<string> documents, string? task, CancellationToken cancellation)
    {
        if (model.Model.HasRankHead)
            return ScoreByHeadAsync(model, query, documents, cancellation);
        if (model.Model.CanGenerate)
            return ScoreByAnswerAsync(model, query, documents, task ?? DefaultTask, cancellation);
        throw new HostException(HostError.InvalidRequest, $"The model '{model.Model.Name}' is no reranker: it has no head that scores, and writes no text.");
    }

    /// <summary>Qwen3-Reranker's prompt in segments: query and document name no control token.</summary>
    internal static PromptSegment[] Prompt(string query, string document, string task) =>
        [new(Head, true), new($"{task}\n<Query>: {query}\n<Document>: {document}", false), new(Tail, true)];

    private static async Task<double[]> ScoreByHeadAsync(ResidentModel model, string query, IReadOnlyList<string> documents, CancellationToken cancellation)
    {
        var embedder = model.Embedder(Pooling.Rank);
        var sequences = documents.Select(document => Pair(model.Model, query, document, embedder.MaxTokens)).ToList();
        var outputs = await embedder.ComputeAsync(sequences, cancellation);

        // One output is a logit; more are the probabilities of labels, the first of them "relevant".
        return [.. outputs.Select(output => output.Length == 1 ? 1 / (1 + Math.Exp(-output[0])) : output[0])];
    }

    private static async Task<double[]> ScoreByAnswerAsync(ResidentModel model, string query, IReadOnlyList<string> documents, string task, CancellationToken cancellation)
    {
        var vocabulary = model.Model.Vocabulary;
        int[] answers = [Single(model.Model, "yes"), Single(model.Model, "no")];
        var generator = model.Generator;
        var scores = new double[documents.Count];
        var at = 0;
        foreach (var few in documents.Chunk(8))
        {
            var updates = few.Select(document => generator.Submit(new GenerationRequest
            {
                Prompt = Fitted(vocabulary, query, document, task, generator.ContextLength),
                MaxTokens = 1,
                Sampling = new SamplingSettings { Temperature = 0 },
                Watched = answers,
            }, cancellation)).ToList();
            foreach (var reader in updates)
            {
                await foreach (var update in reader.ReadAllAsync(cancellation))
                {
                    if (update.Result is { } result)
                        scores[at++] = 1 / (1 + Math.Exp(result.Watched[1] - result.Watched[0]));
                }
            }
        }

        return scores;
    }

    private static int Single(LlamaModel model, string answer)
    {
        var tokens = model.Vocabulary.Plain(answer);
        return tokens.Length == 1
            ? tokens[0]
            : throw new HostException(HostError.InvalidRequest, $"The model '{model.Name}' is no reranker: it has no head that scores, and no token '{answer}'.");
    }

    private static int[] Fitted(Vocabulary vocabulary, string query, string document, string task, int most)
    {
        var prompt = vocabulary.Tokenize(Prompt(query, document, task));
        while (prompt.Length >= most && document.Length > 0)
        {
            // A document past the context counts by its beginning.
            document = document[..(int)((long)document.Length * (most - 1) / prompt.Length * 9 / 10)];
            prompt = vocabulary.Tokenize(Prompt(query, document, task));
        }

        return prompt;
    }

    /// <summary>A pair as llama.cpp's own reranking joins it: by the template of that name, or with the vocabulary's separators.</summary>
    private static int[] Pair(LlamaModel model, string query, string document, int most)
    {
        var vocabulary = model.Vocabulary;
        if (model.Template("rerank") is { } template)
            return Capped(vocabulary.Tokenize([.. Filled(template, query, document)]), most, keep: 0);
        var queryTokens = vocabulary.Plain(query);
        var end = vocabulary.EndOfPart;
        int[] head = [.. vocabulary.Before, .. queryTokens, .. end, .. vocabulary.Separator];
        return Capped([.. head, .. vocabulary.Plain(document), .. end], most, end.Length);
    }

    private static int[] Capped(int[] tokens, int most, int keep) => tokens.Length <= most ? tokens : [.. tokens.AsSpan(0, most - keep), .. tokens.AsSpan(tokens.Length - keep)];

    private static IEnumerable<PromptSegment> Filled(string template, string query, string document)
    {
        while (template.Length > 0)
        {
            var atQuery = template.IndexOf("{query}", StringComparison.Ordinal);
            var atDocument = template.IndexOf("{document}", StringComparison.Ordinal);
            var queryFirst = atQuery >= 0 && (atDocument < 0 || atQuery < atDocument);
            var at = queryFirst ? atQuery : atDocument;
            if (at < 0)
            {
                yield return new PromptSegment(template, true);
                yield break;
            }

            yield return new PromptSegment(template[..at], true);
            yield return new PromptSegment(queryFirst ? query : document, false);
            template = template[(at + (queryFirst ? "{query}" : "{document}").Length)..];
        }
    }
}
