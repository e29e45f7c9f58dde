using Markdig.Helpers;
using Markdig.Parsers;

namespace LocalRag.Web.Rendering;

/// <summary>Reads <c>[3]</c> as a citation; <c>[3](…)</c> and <c>[3]:</c> stay what Markdown says they are.</summary>
internal sealed class CitationParser : InlineParser
{
    public CitationParser() => OpeningCharacters = ['['];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var (number, digits) = (0, 0);
        while (digits < 3 && char.IsAsciiDigit(slice.PeekChar(digits + 1))) number = number * 10 + (slice.PeekChar(++digits) - '0');
        if (digits == 0 || number == 0 || slice.PeekChar(digits + 1) != ']' || slice.PeekChar(digits + 2) is '(' or ':' or '[') return false;
        processor.Inline = new CitationInline(number);
        slice.Start += digits + 2;
        return true;
    }
}
