namespace LocalRag.Answering.Verification;

/// <summary>Words that carry grammar rather than content, and so need no support.</summary>
internal static class FunctionWords
{
    private static readonly HashSet<string> Words = new(
        """
        a an the this that these those it its it's they them their there here he she his her we us our you your i me my one ones
        is are was were be been being am do does did done doing have has had having can could may might must shall should will would
        and or but nor so yet if then else than as of to in on at by for from with into onto about over under up out off through between among
        within per via toward towards against during because since while when whenever where wherever who whom whose which what why how whether
        also only just even still already again once too very much many more most some any all each every both either neither such other another
        own same not no never without instead rather cannot can't don't doesn't isn't aren't won't didn't wasn't unless until before after above below
        get gets got getting make makes made making let lets take takes taken use uses used using happen happens come comes go goes give gives given
        kind way thing things case cases e.g i.e etc like however though although therefore thus hence otherwise
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string word) => word.Length == 1 || Words.Contains(word);
}
