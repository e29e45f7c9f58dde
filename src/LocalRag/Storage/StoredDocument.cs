using LocalRag.Documents;

namespace LocalRag.Storage;

/// <summary>A document as the index holds it, with what tells whether the file has changed since.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">The file's last write in UTC ticks; negated where that was so shortly before the reading that a further write need not have changed it.</param>
/// <param name="LeftOut">Why the file has no chunks on purpose, as its content told; null where it is indexed. Kept, so that it need not be read again.</param>
/// <param name="Fallback">Why plainer rules cut it than its own parser's, or null.</param>
/// <param name="Pending">True where an interrupted run wrote it and it is not published yet.</param>
public sealed record StoredDocument(long Id, string Path, string Language, ContentHash Hash, long Size, long Modified, string? LeftOut, string? Fallback, bool Pending);
