namespace LocalRag.ModelHost.Tests.TinyModels;

/// <summary>Models of some ten thousand random weights, one for each architecture that is to work.</summary>
internal static class TinyModel
{
    private const int Width = 32;
    private const int Heads = 4;
    private const int KeyHeads = 2;
    private const int Inner = 64;
    private const int Layers = 2;

    /// <summary>The architectures that write text.</summary>
    public static readonly string[] Generators = ["llama", "command-r", "phi3", "gemma2", "qwen2", "deepseek2"];

    /// <summary>Makes a model.</summary>
    public static GgufWriter Of(string architecture) => architecture switch
    {
        "llama" => Llama(),
        "bert" => Bert(rank: false),
        "reranker" => Bert(rank: true),
        "command-r" => CommandR(),
        "phi3" => Phi3(),
        "gemma2" => Gemma2(),
        "qwen2" => Qwen2(),
        "deepseek2" => DeepSeek2(),
        _ => throw new ArgumentException($"No tiny model of {architecture} is written."),
    };

    private static GgufWriter Llama()
    {
        var writer = Head("llama", rms: true);
        var vocabulary = TinyTokenizers.SentencePiece(writer);
        writer.Set("tokenizer.chat_template", TinyTokenizers.ChatMl);
        var weights = new Weights(writer, seed: 1);
        weights.Ends(Width, vocabulary, tied: false);
        for (var layer = 0; layer < Layers; layer++)
            weights.Attention(layer, biases: false).Feed(layer);
        return writer;
    }

    private static GgufWriter Qwen2()
    {
        var writer = Head("qwen2", rms: true);
        var vocabulary = TinyTokenizers.BytePairs(writer, "qwen2", "<|endoftext|>", "<|im_end|>", "<|im_start|>");
        writer.Set("tokenizer.chat_template", TinyTokenizers.ChatMl);
        var weights = new Weights(writer, seed: 2);
        weights.Ends(Width, vocabulary, tied: false);
        for (var layer = 0; layer < Layers; layer++)
            weights.Attention(layer, biases: true).Feed(layer);
        return writer;
    }

    private static GgufWriter CommandR()
    {
        var writer = Head("command-r", rms: false).Set("command-r.logit_scale", 0.0625f);
        var vocabulary = TinyTokenizers.BytePairs(writer, "command-r", "<BOS_TOKEN>", "<|END_OF_TURN_TOKEN|>", "<|START_OF_TURN_TOKEN|>", "<|USER_TOKEN|>", "<|SYSTEM_TOKEN|>", "<|CHATBOT_TOKEN|>");
        writer.Set("tokenizer.chat_template", "{{ bos_token }}<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>…<|CHATBOT_TOKEN|>").Set("tokenizer.ggml.add_bos_token", true);
        var weights = new Weights(writer, seed: 3);
        weights.Ends(Width, vocabulary, tied: true);
        for (var layer = 0; layer < Layers; layer++)
            weights.Attention(layer, biases: false).Feed(layer, norm: false);
        return writer;
    }

    private static GgufWriter Phi3()
    {
        var writer = Head("phi3", rms: true).Set("phi3.attention.sliding_window", 64u).Set("phi3.rope.scaling.original_context_length", 512u);
        var vocabulary = TinyTokenizers.SentencePiece(writer);
        writer.Set("tokenizer.chat_template", TinyTokenizers.ChatMl);
        var weights = new Weights(writer, seed: 4);
        weights.Ends(Width, vocabulary, tied: false);
        const int KeyWidth = Width / Heads * KeyHeads;
        for (var layer = 0; layer < Layers; layer++)
        {
            weights.Ones($"blk.{layer}.attn_norm.weight", Width).Random($"blk.{layer}.attn_qkv.weight", Width, Width + (2 * KeyWidth)).Random($"blk.{layer}.attn_output.weight", Width, Width);
            weights.Ones($"blk.{layer}.ffn_norm.weight", Width).Random($"blk.{layer}.ffn_up.weight", Width, 2 * Inner).Random($"blk.{layer}.ffn_down.weight", Inner, Width);
        }

        return writer;
    }

    private static GgufWriter Gemma2()
    {
        var writer = Head("gemma2", rms: true).Set("gemma2.attention.sliding_window", 64u).Set("gemma2.attn_logit_softcapping", 50f).Set("gemma2.final_logit_softcapping", 30f)
            .Set("gemma2.attention.key_length", (uint)(Width / Heads)).Set("gemma2.attention.value_length", (uint)(Width / Heads));
        var vocabulary = TinyTokenizers.SentencePiece(writer);
        writer.Set("tokenizer.chat_template", TinyTokenizers.ChatMl);
        var weights = new Weights(writer, seed: 5);
        weights.Ends(Width, vocabulary, tied: true);
        for (var layer = 0; layer < Layers; layer++)
            weights.Attention(layer, biases: false).Feed(layer).Ones($"blk.{layer}.post_attention_norm.weight", Width).Ones($"blk.{layer}.post_ffw_norm.weight", Width);
        return writer;
    }

    private static GgufWriter DeepSeek2()
    {
        const int Rotated = 8, Plain = 8, ValueWidth = 8, Rank = 16, Experts = 4, ExpertInner = 16;
        var writer = Head("deepseek2", rms: true).Set("deepseek2.attention.head_count_kv", (uint)Heads)
            .Set("deepseek2.leading_dense_block_count", 1u).Set("deepseek2.attention.kv_lora_rank", (uint)Rank).Set("deepseek2.attention.q_lora_rank", (uint)Rank)
            .Set("deepseek2.attention.key_length", (uint)(Rotated + Plain)).Set("deepseek2.attention.value_length", (uint)ValueWidth).Set("deepseek2.rope.dimension_count", (uint)Rotated)
            .Set("deepseek2.expert_count", (uint)Experts).Set("deepseek2.expert_used_count", 2u).Set("deepseek2.expert_shared_count", 1u)
            .Set("deepseek2.expert_feed_forward_length", (uint)ExpertInner).Set("deepseek2.expert_weights_scale", 1f);
        var vocabulary = TinyTokenizers.BytePairs(writer, "deepseek-llm", "<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<|im_start|>", "<|im_end|>");
        writer.Set("tokenizer.chat_template", TinyTokenizers.ChatMl);
        var weights = new Weights(writer, seed: 6);
        weights.Ends(Width, vocabulary, tied: false);
        for (var layer = 0; layer < Layers; layer++)
        {
            var block = $"blk.{layer}.";
            weights.Ones(block + "attn_norm.weight", Width).Ones(block + "attn_q_a_norm.weight", Rank).Ones(block + "attn_kv_a_norm.weight", Rank)
                .Random(block + "attn_q_a.weight", Width, Rank).Random(block + "attn_q_b.weight", Rank, Heads * (Rotated + Plain))
                .Random(block + "attn_kv_a_mqa.weight", Width, Rank + Rotated).Random(block + "attn_kv_b.weight", Rank, Heads * (Plain + ValueWidth))
                .Random(block + "attn_output.weight", Heads * ValueWidth, Width);
            if (layer == 0)
            {
                weights.Feed(layer);
                continue;
            }

            weights.Ones(block + "ffn_norm.weight", Width).Random(block + "ffn_gate_inp.weight", Width, Experts)
                .Random(block + "ffn_gate_exps.weight", Width, ExpertInner, Experts).Random(block + "ffn_up_exps.weight", Width, ExpertInner, Experts).Random(block + "ffn_down_exps.weight", ExpertInner, Width, Experts)
                .Random(block + "ffn_gate_shexp.weight", Width, ExpertInner).Random(block + "ffn_up_shexp.weight", Width, ExpertInner).Random(block + "ffn_down_shexp.weight", ExpertInner, Width);
        }

        return writer;
    }

    private static GgufWriter Bert(bool rank)
    {
        const int Context = 128;
        var writer = Head("bert", rms: false).Set("bert.context_length", (uint)Context).Set("bert.attention.head_count_kv", (uint)Heads).Set("bert.attention.causal", false).Set("bert.pooling_type", rank ? 4u : 1u);
        var vocabulary = TinyTokenizers.WordPieces(writer);
        var weights = new Weights(writer, seed: rank ? 8 : 7);
        weights.Random("token_embd.weight", Width, vocabulary).Random("token_types.weight", Width, 2).Random("position_embd.weight", Width, Context);
        weights.Norm("token_embd_norm");
        for (var layer = 0; layer < Layers; layer++)
        {
            var block = $"blk.{layer}.";
            foreach (var part in new[] { "attn_q", "attn_k", "attn_v", "attn_output" })
                weights.Random($"{block}{part}.weight", Width, Width).Random($"{block}{part}.bias", Width);
            weights.Norm(block + "attn_output_norm");
            weights.Random(block + "ffn_up.weight", Width, Inner).Random(block + "ffn_up.bias", Inner).Random(block + "ffn_down.weight", Inner, Width).Random(block + "ffn_down.bias", Width);
            weights.Norm(block + "layer_output_norm");
        }

        if (rank)
            weights.Random("cls.weight", Width, Width).Random("cls.bias", Width).Random("cls.output.weight", Width, 1).Random("cls.output.bias", 1);
        return writer;
    }

    private static GgufWriter Head(string architecture, bool rms) => new GgufWriter()
        .Set("general.architecture", architecture).Set("general.name", $"tiny {architecture}").Set("general.file_type", 0u)
        .Set($"{architecture}.block_count", (uint)Layers).Set($"{architecture}.context_length", 512u).Set($"{architecture}.embedding_length", (uint)Width)
        .Set($"{architecture}.feed_forward_length", (uint)Inner).Set($"{architecture}.attention.head_count", (uint)Heads).Set($"{architecture}.attention.head_count_kv", (uint)KeyHeads)
        .Set($"{architecture}.rope.dimension_count", (uint)(Width / Heads))
        .Set($"{architecture}.attention.layer_norm_{(rms ? "rms_" : "")}epsilon", 1e-5f);

    /// <summary>Draws weights from a seed, so that every run has the same.</summary>
    private sealed class Weights(GgufWriter writer, int seed)
    {
        private readonly Random random = new(seed);

        public Weights Random(string name, params long[] dimensions)
        {
            // Rows keep the size of what they are applied to.
            var scale = 1 / MathF.Sqrt(dimensions[0]);
            var values = new float[dimensions.Aggregate(1L, (product, dimension) => product * dimension)];
            for (var i = 0; i < values.Length; i++)
                values[i] = ((random.NextSingle() * 2) - 1) * 2 * scale;
            writer.Tensor(name, values, dimensions);
            return this;
        }

        public Weights Ones(string name, int length)
        {
            writer.Tensor(name, [.. Enumerable.Repeat(1f, length)], length);
            return this;
        }

        public void Norm(string name)
        {
            Ones(name + ".weight", Width);
            Random(name + ".bias", Width);
        }

        public void Ends(int width, int vocabulary, bool tied)
        {
            Random("token_embd.weight", width, vocabulary).Ones("output_norm.weight", width);
            if (!tied)
                Random("output.weight", width, vocabulary);
        }

        public Weights Attention(int layer, bool biases)
        {
            const int KeyWidth = Width / Heads * KeyHeads;
            var block = $"blk.{layer}.";
            Ones(block + "attn_norm.weight", Width).Random(block + "attn_q.weight", Width, Width).Random(block + "attn_k.weight", Width, KeyWidth).Random(block + "attn_v.weight", Width, KeyWidth).Random(block + "attn_output.weight", Width, Width);
            if (biases)
                Random(block + "attn_q.bias", Width).Random(block + "attn_k.bias", KeyWidth).Random(block + "attn_v.bias", KeyWidth);
            return this;
        }

        public Weights Feed(int layer, bool norm = true)
        {
            var block = $"blk.{layer}.";
            if (norm)
                Ones(block + "ffn_norm.weight", Width);
            return Random(block + "ffn_gate.weight", Width, Inner).Random(block + "ffn_up.weight", Width, Inner).Random(block + "ffn_down.weight", Inner, Width);
        }
    }
}
