namespace LocalRag.Embedding;

/// <summary>Words the errors of model files alike: which file, what is wrong with it, what helps.</summary>
internal static class ModelFault
{
    public static KnowledgeBaseException In(string path, string fault, Exception? inner = null) =>
        In(path, fault, "Fetch or copy the model's files again, or choose another model.", inner);

    /// <summary>Words a failure to open or read a file without its message, which names the absolute path.</summary>
    public static KnowledgeBaseException Unreadable(string path, Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException
        ? In(path, "is missing", exception)
        : In(path, $"cannot be read ({exception.GetType().Name})", "Check that it may be read.", exception);

    public static KnowledgeBaseException In(string path, string fault, string remedy, Exception? inner = null)
    {
        // The folder's name and the file's, not the absolute path: messages may reach a browser or a model.
        var name = Path.Join(Path.GetFileName(Path.GetDirectoryName(path)), Path.GetFileName(path));
        return new KnowledgeBaseException(KnowledgeBaseError.ModelUnavailable, $"{name} {fault}. {remedy}", inner);
    }
}
