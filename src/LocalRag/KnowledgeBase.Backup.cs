namespace LocalRag;

/// <summary>Copies of the index. Conversations, models and settings are files of their own.</summary>
public sealed partial class KnowledgeBase
{
    /// <summary>Copies the index to a file as it is at this moment, and checks the copy. Runs and searches go on beside it.</summary>
    /// <exception cref="KnowledgeBaseException">There is no index, it is damaged, or something is at <paramref name="file"/> already.</exception>
    public Task BackupAsync(string file, CancellationToken cancellationToken = default) => Task.Run(() => _store.Backup(file), cancellationToken);

    /// <summary>Puts a backup in place of the index, once it has been found whole.</summary>
    /// <exception cref="KnowledgeBaseException">The file is no backup of this format and embedder, or is damaged; or another process writes to the index.</exception>
    public Task RestoreAsync(string file, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            // An idle reader would hold a damaged file open that is deleted to make room.
            _readers.Clear();
            _store.Restore(file);
        },
        cancellationToken);
}
