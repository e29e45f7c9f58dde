namespace LocalRag.Embedding;

/// <summary>Words the errors of model files alike: which file, what is wrong with it, what helps.</summary>
internal static class ModelFault
{
    public static KnowledgeBaseException In(string path, string fault, Exception? inner = null) =>
        In(path, fault, "Fetch or copy the model's files again, or choose another model.", inner);

    public static KnowledgeBaseException In(string path, string fault, string remedy, Exception? inner = null)
    {
        // The folder's name and the file's, not the absolute path: messages may reach a browser or a model.
        var name = Path.Join(Path.GetFileName(Path.GetDirectoryName(path)), Path.GetFileName(path));
        return new KnowledgeBaseException(KnowledgeBaseError.ModelUnavailable, $"{name} {fault}. {remedy}", inner);
    }
}
