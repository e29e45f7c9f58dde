using System.Text;
using System.Text.RegularExpressions;

namespace LocalRag.Models.Prompts;

/// <summary>
/// Finds text that some model family's tokenizer would read as a control token. By spelling rather than by vocabulary, because the servers
/// that need it most (those that render their own template) do not say what their vocabulary holds. Spellings that are also common code
/// (<c>&lt;int&gt;</c>, HTML's tags) are left alone.
/// </summary>
public static partial class ControlTokens
{
    /// <summary>True where a text is the spelling of one control token and nothing else.</summary>
    public static bool IsOne(string text) => Pattern().Match(text) is { Success: true, Index: 0 } token && token.Length == text.Length;

    /// <summary>The offsets in a text at which a control token begins, in order; one can begin within another.</summary>
    public static IEnumerable<int> In(string text)
    {
        for (var token = Pattern().Match(text); token.Success; token = Pattern().Match(text, token.Index + 1)) yield return token.Index;
    }

    /// <summary>
    /// Puts a space behind the first character of each control token, so that no tokenizer reads it as one. For servers that take a prompt as one
    /// text; where segments can be sent, <see cref="PromptSegment.Data"/> keeps the text as it is.
    /// </summary>
    public static string Defuse(string text)
    {
        // A removed character could make a new token of its neighbours; an added space cannot, for none is spelled with one.
        StringBuilder? defused = null;
        var start = 0;
        foreach (var token in In(text))
        {
            (defused ??= new StringBuilder(text.Length + 16)).Append(text, start, token + 1 - start).Append(' ');
            start = token + 1;
        }

        return defused is null ? text : defused.Append(text, start, text.Length - start).ToString();
    }

    // <|eot_id|>, <｜User｜>, <BOS_TOKEN>, then the bare words of SentencePiece, Gemma, SmolLM, Qwen and DeepSeek, then Mistral's brackets.
    [GeneratedRegex(
        @"<\|[^\s<>|][^\s<>]{0,62}\|>|<｜[^\s<>｜][^\s<>]{0,62}｜>|<[A-Z][A-Z_]{1,30}_TOKEN>" +
        @"|</?(?:s|unk|pad|bos|eos|cls|sep|mask|PAD|UNK|CLS|SEP|MASK|BOS|EOS|start_of_turn|end_of_turn|start_of_image|end_of_image|image_soft_token" +
        @"|think|tool_call|tool_response|tools|fim_prefix|fim_middle|fim_suffix|fim_pad|repo_name|reponame|file_sep|filename|gh_stars|issue_start" +
        @"|issue_comment|issue_closed|jupyter_start|jupyter_text|jupyter_code|jupyter_output|jupyter_script|empty_output|commit_before|commit_msg" +
        @"|commit_after|endoftext|unused\d{1,3}|reserved_\d{1,3}|SPECIAL_\d{1,4})>" +
        @"|<\|[A-Za-z_]+>|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_RESULTS|TOOL_CALLS|TOOL_CONTENT|ARGS|CALL_ID|THINK|IMG|IMG_BREAK|IMG_END|PREFIX|MIDDLE|SUFFIX" +
        @"|PAD|UNK|CLS|SEP|MASK)\]|<</?SYS>>",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
