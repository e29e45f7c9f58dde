using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary>The functions of libllama that the host calls. All sizes are in bytes unless a name says otherwise.</summary>
/// <remarks>Nothing here may be called before <see cref="LlamaLibrary.Load"/> has found and checked the library.</remarks>
internal static unsafe partial class Llama
{
    public const string Library = "llama";

    [LibraryImport(Library)] public static partial byte* llama_version();
    [LibraryImport(Library)] public static partial void llama_log_set(delegate* unmanaged<int, byte*, void*, void> callback, void* data);
    [LibraryImport(Library)] public static partial void llama_backend_init();
    [LibraryImport(Library)] public static partial byte* llama_print_system_info();
    [LibraryImport(Library)] public static partial byte llama_supports_gpu_offload();
    [LibraryImport(Library)] public static partial nuint llama_max_parallel_sequences();

    [LibraryImport(Library)] public static partial ModelParameters llama_model_default_params();
    [LibraryImport(Library)] public static partial ContextParameters llama_context_default_params();
    [LibraryImport(Library, EntryPoint = "llama_model_default_params")] public static partial Padded PaddedModelParameters();
    [LibraryImport(Library, EntryPoint = "llama_context_default_params")] public static partial Padded PaddedContextParameters();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial nint llama_model_load_from_file(string path, ModelParameters parameters);
    [LibraryImport(Library)] public static partial void llama_model_free(nint model);
    [LibraryImport(Library)] public static partial nint llama_model_get_vocab(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial int llama_model_n_ctx_train(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial int llama_model_n_embd(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial int llama_model_n_embd_out(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial uint llama_model_n_cls_out(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial ulong llama_model_size(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial ulong llama_model_n_params(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial int llama_model_desc(LlamaModelHandle model, byte* buffer, nuint size);
    [LibraryImport(Library)] public static partial byte* llama_model_chat_template(LlamaModelHandle model, byte* name);
    [LibraryImport(Library)] public static partial byte llama_model_is_recurrent(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial byte llama_model_is_hybrid(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial byte llama_model_has_encoder(LlamaModelHandle model);
    [LibraryImport(Library)] public static partial byte llama_model_has_decoder(LlamaModelHandle model);

    [LibraryImport(Library)] public static partial nint llama_init_from_model(LlamaModelHandle model, ContextParameters parameters);
    [LibraryImport(Library)] public static partial void llama_free(nint context);
    [LibraryImport(Library)] public static partial void llama_set_n_threads(LlamaContextHandle context, int threads, int batchThreads);
    [LibraryImport(Library)] public static partial uint llama_n_ctx(LlamaContextHandle context);
    [LibraryImport(Library)] public static partial uint llama_n_batch(LlamaContextHandle context);
    [LibraryImport(Library)] public static partial uint llama_n_seq_max(LlamaContextHandle context);
    [LibraryImport(Library)] public static partial int llama_pooling_type(LlamaContextHandle context);
    [LibraryImport(Library)] public static partial int llama_encode(LlamaContextHandle context, NativeBatch batch);
    [LibraryImport(Library)] public static partial int llama_decode(LlamaContextHandle context, NativeBatch batch);
    [LibraryImport(Library)] public static partial float* llama_get_logits_ith(LlamaContextHandle context, int index);
    [LibraryImport(Library)] public static partial float* llama_get_embeddings_seq(LlamaContextHandle context, int sequence);
    [LibraryImport(Library)] public static partial float* llama_get_embeddings_ith(LlamaContextHandle context, int index);

    [LibraryImport(Library)] public static partial nint llama_get_memory(LlamaContextHandle context);
    [LibraryImport(Library)] public static partial void llama_memory_clear(nint memory, byte data);
    [LibraryImport(Library)] public static partial byte llama_memory_seq_rm(nint memory, int sequence, int from, int to);
    [LibraryImport(Library)] public static partial void llama_memory_seq_cp(nint memory, int source, int target, int from, int to);
    [LibraryImport(Library)] public static partial int llama_memory_seq_pos_max(nint memory, int sequence);

    [LibraryImport(Library)] public static partial NativeBatch llama_batch_init(int tokens, int embedding, int maxSequences);
    [LibraryImport(Library)] public static partial void llama_batch_free(NativeBatch batch);

    [LibraryImport(Library)] public static partial int llama_vocab_n_tokens(nint vocabulary);
    [LibraryImport(Library)] public static partial int llama_vocab_type(nint vocabulary);
    [LibraryImport(Library)] public static partial byte* llama_vocab_get_text(nint vocabulary, int token);
    [LibraryImport(Library)] public static partial int llama_vocab_get_attr(nint vocabulary, int token);
    [LibraryImport(Library)] public static partial byte llama_vocab_is_eog(nint vocabulary, int token);
    [LibraryImport(Library)] public static partial byte llama_vocab_is_control(nint vocabulary, int token);
    [LibraryImport(Library)] public static partial int llama_vocab_bos(nint vocabulary);
    [LibraryImport(Library)] public static partial int llama_vocab_eos(nint vocabulary);
    [LibraryImport(Library)] public static partial int llama_vocab_sep(nint vocabulary);
    [LibraryImport(Library)] public static partial byte llama_vocab_get_add_bos(nint vocabulary);
    [LibraryImport(Library)] public static partial byte llama_vocab_get_add_eos(nint vocabulary);
    [LibraryImport(Library)] public static partial byte llama_vocab_get_add_sep(nint vocabulary);
    [LibraryImport(Library)] public static partial int llama_tokenize(nint vocabulary, byte* text, int length, int* tokens, int capacity, byte addSpecial, byte parseSpecial);
    [LibraryImport(Library)] public static partial int llama_token_to_piece(nint vocabulary, int token, byte* buffer, int length, int leftStrip, byte special);
    [LibraryImport(Library)] public static partial int llama_detokenize(nint vocabulary, int* tokens, int count, byte* text, int capacity, byte removeSpecial, byte unparseSpecial);
    [LibraryImport(Library)] public static partial int llama_chat_apply_template(byte* template, ChatTurn* messages, nuint count, byte addAssistant, byte* buffer, int length);

    // llama_sampler_chain_params is one truth value, so a byte by value stands for it in every calling convention met.
    [LibraryImport(Library)] public static partial nint llama_sampler_chain_init(byte noPerformance);
    [LibraryImport(Library)] public static partial void llama_sampler_chain_add(LlamaSamplerHandle chain, nint sampler);
    [LibraryImport(Library)] public static partial void llama_sampler_free(nint sampler);
    [LibraryImport(Library)] public static partial void llama_sampler_apply(LlamaSamplerHandle sampler, TokenCandidates* candidates);
    [LibraryImport(Library)] public static partial void llama_sampler_accept(LlamaSamplerHandle sampler, int token);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_greedy();
    [LibraryImport(Library)] public static partial nint llama_sampler_init_dist(uint seed);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_top_k(int k);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_top_p(float p, nuint keep);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_min_p(float p, nuint keep);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_temp(float temperature);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial nint llama_sampler_init_grammar(nint vocabulary, string grammar, string root);
}
