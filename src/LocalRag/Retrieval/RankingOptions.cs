namespace LocalRag.Retrieval;

/// <summary>The numbers of the ranking, each beside its reason. Measured on the sets that `localrag eval` reads.</summary>
public sealed class RankingOptions
{
    /// <summary>Chunks that each retriever brings: beyond this depth a rank is worth next to nothing in the fusion.</summary>
    public int Candidates { get; init; } = 150;

    /// <summary>
    /// Reciprocal rank fusion's constant. The paper's 60 flattens the first ranks so much that what follows outweighs them;
    /// at 30 a chunk that both searches put first stays ahead.
    /// </summary>
    public double FusionConstant { get; init; } = 30;

    /// <summary>
    /// How much of what a list gives a chunk follows its score over the list's best, and not its rank alone: a score tells a place that is far ahead
    /// from one that is a little (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023). In prose that is most of it.
    /// </summary>
    public double ScoreShareForProse { get; init; } = 0.7;

    /// <summary>In code scores are noisier: one rare name decides them.</summary>
    public double ScoreShareForCode { get; init; } = 0.3;

    /// <summary>A query that repeats the code's own words is served best by them.</summary>
    public double VectorWeightForSymbols { get; init; } = 0.3;

    /// <summary>Meaning counts more in plain language; a static model earns no more than this.</summary>
    public double VectorWeight { get; init; } = 0.4;

    /// <summary>The share of a second embedder's vectors: a transformer knows meaning that words do not show.</summary>
    public double DeepWeight { get; init; } = 0.4;

    /// <summary>Where the query repeats the code's own words.</summary>
    public double DeepWeightForSymbols { get; init; } = 0.15;

    /// <summary>A definition of what the query names is worth as much as the other evidence together.</summary>
    public double SymbolWeight { get; init; } = 1.0;

    public double TextWeight { get; init; } = 1.0;

    /// <summary>A name in a signature or a heading says more of a chunk than the same word in its text.</summary>
    public double HeaderWeight { get; init; } = 2.0;

    public double PathWeight { get; init; } = 1.0;

    /// <summary>A file's best chunk gains this share of the best score where the file holds most of what matched.</summary>
    public double FileCoherence { get; init; } = 0.4;

    /// <summary>
    /// Sections of documents gain nothing by their files; this keeps them level with code that does. More would put prose before
    /// code wherever a repository documents itself at length.
    /// </summary>
    public double SectionFactor { get; init; } = 1.1;

    /// <summary>A chunk that defines what the query names gains this many times the best score.</summary>
    public double DefinitionBoost { get; init; } = 1.5;

    /// <summary>A file whose name or folder the query's words name gains this share of the best score.</summary>
    public double NamedFileBoost { get; init; } = 0.4;

    /// <summary>Tests repeat the words of what they test, and are seldom what is asked for.</summary>
    public double TestFactor { get; init; } = 0.4;

    /// <summary>Examples, legacy code and generated code, likewise.</summary>
    public double SideCodeFactor { get; init; } = 0.6;

    /// <summary>Each further chunk of one file counts this share of the one before, so that one file does not fill the page.</summary>
    public double FileDecay { get; init; } = 0.5;

    /// <summary>Chunks that a reranker reads: what lies deeper is seldom what was asked for, and a processor reads but some in a second.</summary>
    public int RerankCandidates { get; init; } = 24;

    /// <summary>How long a reranker may read; who searches waits no longer.</summary>
    public TimeSpan RerankTime { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A reranker's share of a score: what helps paraphrased questions and reports of faults, and still lets the words weigh.</summary>
    public double RerankWeight { get; init; } = 0.7;

    /// <summary>Each further piece of a long section of a document counts this share of the one before; its other sections are not touched.</summary>
    public double SectionDecay { get; init; } = 0.7;

    internal double DeepWeightFor(QueryKind kind) => kind == QueryKind.Symbol ? DeepWeightForSymbols : DeepWeight;

    internal double VectorWeightFor(QueryKind kind) => kind == QueryKind.Symbol ? VectorWeightForSymbols : VectorWeight;
}
