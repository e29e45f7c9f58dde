namespace LocalRag.Models.Store;

/// <summary>A download that is about to be made: shown, licence and all, before the first byte comes.</summary>
/// <param name="Name">What the model will be called here.</param>
/// <param name="Repository">As <c>org/name</c>.</param>
/// <param name="Revision">The repository's commit, so that a download that is taken up again gets the same file.</param>
/// <param name="File">The file's path in the repository.</param>
/// <param name="Sha256">What the bytes must hash to, 64 hexadecimal digits.</param>
/// <param name="Licence">As the catalogue or the repository's card names it.</param>
/// <param name="BytesHere">Bytes that an earlier, interrupted download left.</param>
public sealed record PullPlan(string Name, string Repository, string Revision, string File, long Bytes, string Sha256, string Licence, long BytesHere);

/// <summary>How far a download is.</summary>
/// <param name="BytesPerSecond">Since it was begun or taken up again.</param>
public sealed record PullProgress(long BytesDone, long BytesTotal, double BytesPerSecond)
{
    /// <summary>Null until there is something to estimate from.</summary>
    public TimeSpan? Remaining => BytesPerSecond > 0 ? TimeSpan.FromSeconds((BytesTotal - BytesDone) / BytesPerSecond) : null;
}
