namespace LocalRag.ModelHost.Tests.TinyModels;

/// <summary>
/// A Llama whose one layer attends to everything alike and adds up what it sees, so that it goes on with the token that its context has most of.
/// A prompt full of a canary is answered by that canary; a token of anybody else's context would show.
/// </summary>
internal static class CanaryModel
{
    private const int Width = 128;

    public static GgufWriter Create(uint context = 1024)
    {
        var writer = new GgufWriter()
            .Set("general.architecture", "llama").Set("general.name", "canary").Set("llama.block_count", 1u).Set("llama.context_length", context)
            .Set("llama.embedding_length", (uint)Width).Set("llama.feed_forward_length", 32u).Set("llama.attention.head_count", 4u).Set("llama.attention.head_count_kv", 4u)
            .Set("llama.rope.dimension_count", (uint)(Width / 4)).Set("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        var vocabulary = TinyTokenizers.SentencePiece(writer);
        writer.Set("tokenizer.chat_template", TinyTokenizers.ChatMl);

        // Signs drawn at random are nearly orthogonal.
        var random = new Random(17);
        var signs = new float[Width * vocabulary];
        for (var i = 0; i < signs.Length; i++)
            signs[i] = random.Next(2) == 0 ? -1 : 1;
        writer.Tensor("token_embd.weight", signs, Width, vocabulary);
        writer.Tensor("output_norm.weight", [.. Enumerable.Repeat(1f, Width)], Width);
        writer.Tensor("output.weight", signs, Width, vocabulary);
        foreach (var norm in new[] { "attn_norm", "ffn_norm" })
            writer.Tensor($"blk.0.{norm}.weight", [.. Enumerable.Repeat(1f, Width)], Width);
        foreach (var part in new[] { "attn_q", "attn_k" })
            writer.Tensor($"blk.0.{part}.weight", new float[Width * Width], Width, Width);
        writer.Tensor("blk.0.attn_v.weight", Diagonal(1), Width, Width);
        writer.Tensor("blk.0.attn_output.weight", Diagonal(20), Width, Width);
        foreach (var part in new[] { "ffn_gate", "ffn_up" })
            writer.Tensor($"blk.0.{part}.weight", new float[Width * 32], Width, 32);
        writer.Tensor("blk.0.ffn_down.weight", new float[32 * Width], 32, Width);
        return writer;
    }

    private static float[] Diagonal(float value)
    {
        var matrix = new float[Width * Width];
        for (var i = 0; i < Width; i++)
            matrix[(i * Width) + i] = value;
        return matrix;
    }
}
