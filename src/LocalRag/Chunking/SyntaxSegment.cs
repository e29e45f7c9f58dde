using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>A definition whose header is made only when a chunk is named after it.</summary>
internal sealed class SyntaxSegment(Func<ChunkHeader> header) : Segment
{
    private ChunkHeader? _header;

    public override ChunkHeader Header
    {
        get => _header ??= header();
        init => _header = value;
    }
}
