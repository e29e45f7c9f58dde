using System.Diagnostics.CodeAnalysis;

namespace Lendwell.Domain;

/// <summary>A valid ISBN-13. ISBN-10 is read too, and becomes the 978 number that it stands for.</summary>
public readonly record struct Isbn
{
    private Isbn(string digits) => Digits = digits;

    /// <summary>Thirteen digits, without hyphens.</summary>
    public string Digits { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out Isbn isbn)
    {
        isbn = default;
        var digits = new string([.. (text ?? "").Where(c => char.IsAsciiDigit(c) || c is 'X' or 'x')]).ToUpperInvariant();
        if (digits.Length == 10 && Sum10(digits) % 11 == 0)
        {
            var body = "978" + digits[..9];
            isbn = new Isbn(body + CheckDigit13(body));
            return true;
        }

        if (digits.Length == 13 && !digits.Contains('X') && CheckDigit13(digits[..12]) == digits[12])
        {
            isbn = new Isbn(digits);
            return true;
        }

        return false;
    }

    /// <summary>The check digit of ISBN-13: weights 1 and 3 in turn, the sum brought up to the next ten.</summary>
    private static char CheckDigit13(string twelve)
    {
        var sum = twelve.Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>The weighted sum of ISBN-10, in which a final X stands for ten.</summary>
    private static int Sum10(string ten)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++)
        {
            if (ten[i] == 'X' && i != 9)
            {
                return 1;
            }

            sum += (10 - i) * (ten[i] == 'X' ? 10 : ten[i] - '0');
        }

        return sum;
    }
}
