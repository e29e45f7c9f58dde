namespace LocalRag.Indexing;

/// <summary>What the taking in of a few changed files did. Counts are files unless said otherwise.</summary>
/// <param name="Embedded">Texts that had to be embedded; the others came from the cache.</param>
/// <param name="Generation">The generation that was published; the one before it where nothing changed.</param>
internal sealed record IndexUpdate(int Added, int Changed, int Removed, int Embedded, IReadOnlyList<FileFailure> Failures, long Generation)
{
    /// <summary>The source was taken out of the index meanwhile.</summary>
    public static IndexUpdate None { get; } = new(0, 0, 0, 0, [], 0);

    public int Files => Added + Changed + Removed;
}
