using LocalRag.Documents;
using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>A chunk on its way through the ranking, with the parts of its score where an explanation is wanted.</summary>
internal sealed class Candidate(StoredChunk chunk, bool explain)
{
    private readonly List<ScorePart>? _parts = explain ? [] : null;

    public StoredChunk Chunk { get; } = chunk;

    /// <summary>True for a section of a document for people. There a section is the unit of an answer; in code the file is.</summary>
    public bool IsProse => Chunk.Chunk.Kind == ChunkKind.Section;

    public double Score { get; private set; }

    public ScoreExplanation? Explanation => _parts is null ? null : new ScoreExplanation(_parts);

    public void Add(string step, double points, Func<string> detail)
    {
        Score += points;
        _parts?.Add(new ScorePart(step, detail(), Score));
    }

    public void Replace(string step, double score, Func<string> detail)
    {
        Score = score;
        _parts?.Add(new ScorePart(step, detail(), Score));
    }

    public void Multiply(string step, double factor, Func<string> detail)
    {
        Score *= factor;
        _parts?.Add(new ScorePart(step, detail(), Score));
    }
}
