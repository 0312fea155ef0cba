using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>Where a paged list goes on: the revision that its first page was, and the last key seen.</summary>
internal readonly record struct ContinueToken(long Revision, string After)
{
    public override string ToString() =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"1:{Revision.ToString(CultureInfo.InvariantCulture)}:{After}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static bool TryParse(string text, out ContinueToken token)
    {
        token = default;
        try
        {
            var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4);
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(padded)).Split(':', 3);
            if (parts is not ["1", var revision, var after] || !long.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
            {
                return false;
            }

            token = new ContinueToken(at, after);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
