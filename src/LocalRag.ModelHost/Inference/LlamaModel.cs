using LocalRag.ModelHost.Native;
using LocalRag.Models.Gguf;

namespace LocalRag.ModelHost.Inference;

/// <summary>A model in memory: its weights, shared by every context, and its vocabulary.</summary>
internal sealed class LlamaModel : IDisposable
{
    private LlamaModel(LlamaModelHandle handle, ModelFile file, GgufFile header, long bytes)
    {
        Handle = handle;
        File = file;
        Header = header;
        Bytes = bytes;
        Vocabulary = new Vocabulary(Llama.llama_model_get_vocab(handle));
        CanForget = Llama.llama_model_is_recurrent(handle) == 0 && Llama.llama_model_is_hybrid(handle) == 0;
        CanGenerate = Llama.llama_model_has_decoder(handle) != 0 && header.Shape.Causal && !IsVocabularyOnly;
    }

    public LlamaModelHandle Handle { get; }

    public ModelFile File { get; }

    public string Name => File.Name;

    public GgufFile Header { get; }

    /// <summary>The size of its files.</summary>
    public long Bytes { get; }

    public Vocabulary Vocabulary { get; }

    /// <summary>Tokens of context that it was trained for.</summary>
    public int TrainedContext => Header.Shape.ContextLength;

    /// <summary>Whether a sequence can be cut back to a part of it, as recurrent models' cannot.</summary>
    public bool CanForget { get; }

    /// <summary>Whether it goes on from a text, as generators do and encoders do not.</summary>
    public bool CanGenerate { get; }

    /// <summary>Whether the file has a vocabulary and no weights.</summary>
    public bool IsVocabularyOnly => Header.Tensors.Count == 0;

    /// <summary>Whether it has a head that scores a pair of texts.</summary>
    public bool HasRankHead => Header.Shape.Pooling == (int)Pooling.Rank || Header.Tensors.Any(tensor => tensor.Name is "cls.weight" or "cls.output.weight");

    /// <summary>Loads a model whose header was checked.</summary>
    /// <exception cref="HostException">llama.cpp refuses it; the message has its reason.</exception>
    public static LlamaModel Load(ModelFile file, GgufFile header, long bytes)
    {
        var parameters = Llama.llama_model_default_params();
        parameters.VocabularyOnly = header.Tensors.Count == 0 ? (byte)1 : (byte)0;
        NativeLog.ClearComplaints();
        var handle = new LlamaModelHandle(Llama.llama_model_load_from_file(file.Path, parameters));
        if (handle.IsInvalid)
            throw new HostException(HostError.ModelRefused, $"llama.cpp refuses the model '{file.Name}': {NativeLog.LastComplaints()}");
        return new LlamaModel(handle, file, header, bytes);
    }

    /// <summary>A template of the file by its name, or its chat template; null where it has none.</summary>
    public unsafe string? Template(string? name = null)
    {
        if (name is null)
            return NativeText.Read(Llama.llama_model_chat_template(Handle, null));
        fixed (byte* text = NativeText.Terminated(name))
            return NativeText.Read(Llama.llama_model_chat_template(Handle, text));
    }

    public void Dispose() => Handle.Dispose();
}
