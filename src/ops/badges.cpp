#include "ops/badges.hpp"

#include "ops/qr_image.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

namespace gatehouse::ops {
namespace {

// ISO/IEC 7810 ID-1 in points, and what stands on it.
constexpr double page_width = 243;
constexpr double page_height = 153;
constexpr double margin = 14;
constexpr double code_side = 96;
constexpr std::array<int, 2> sizes{16, 9};
constexpr double line_height = 1.5;

// A text as PDF's UCS-2 encodings want it, in hex; what lies beyond is a blank. `text` is UTF-8.
std::string ucs2_hex(std::string_view text)
{
    std::string hex = "<";
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0x80U ? 1 : first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
        std::uint32_t point = length == 1 ? first : first & (0x7FU >> length);
        for (std::size_t j = 1; j < length && i + j < text.size(); ++j)
            point = point << 6U | (static_cast<unsigned char>(text[i + j]) & 0x3FU);
        std::array<char, 5> digits{};
        std::snprintf(digits.data(), digits.size(), "%04X", length == 4 ? ' ' : point);
        hex.append(digits.data());
        i += length;
    }
    return hex.append(">");
}

std::string number(double what)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f", what);
    return text.data();
}

std::string content_of(const badge& what)
{
    const qr_grid code = encode_qr(what.code);
    const double module = code_side / static_cast<double>(code.side);
    std::string drawn;
    for (std::size_t y = 0; y < code.side; ++y)
        for (std::size_t x = 0; x < code.side; ++x)
            if (code.is_dark(x, y))
                drawn.append(number(page_width - margin - code_side + static_cast<double>(x) * module))
                    .append(" ")
                    .append(number((page_height + code_side) / 2 - static_cast<double>(y + 1) * module))
                    .append(" ")
                    .append(number(module))
                    .append(" ")
                    .append(number(module))
                    .append(" re\n");
    drawn.append("f\nBT\n");
    double y = page_height - margin;
    for (std::size_t i = 0; i < what.lines.size(); ++i) {
        const int size = sizes.at(i == 0 ? 0 : 1);
        y -= size * line_height;
        drawn.append("/F ").append(std::to_string(size)).append(" Tf 1 0 0 1 ").append(number(margin));
        drawn.append(" ").append(number(y)).append(" Tm ").append(ucs2_hex(what.lines[i])).append(" Tj\n");
    }
    return drawn.append("ET\n");
}

// The objects of a PDF, numbered from 1, and the table that says where each begins.
class pdf {
public:
    void add(const std::string& object)
    {
        starts_.push_back(text_.size());
        text_.append(std::to_string(starts_.size())).append(" 0 obj\n").append(object).append("\nendobj\n");
    }
    std::string finish()
    {
        const std::size_t table = text_.size();
        const std::string count = std::to_string(starts_.size() + 1);
        text_.append("xref\n0 ").append(count).append("\n0000000000 65535 f \n");
        for (const std::size_t each : starts_) {
            std::array<char, 32> row{};
            std::snprintf(row.data(), row.size(), "%010zu 00000 n \n", each);
            text_.append(row.data());
        }
        text_.append("trailer\n<< /Size ").append(count).append(" /Root 1 0 R >>\nstartxref\n");
        return text_.append(std::to_string(table)).append("\n%%EOF\n");
    }

private:
    std::string text_ = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    std::vector<std::size_t> starts_;
};

}  // namespace

std::string draw_badges(const std::vector<badge>& all)
{
    constexpr std::size_t before_pages = 5;
    pdf made;
    std::string kids;
    for (std::size_t i = 0; i < all.size(); ++i)
        kids.append(std::to_string(before_pages + 1 + 2 * i)).append(" 0 R ");
    made.add("<< /Type /Catalog /Pages 2 0 R >>");
    made.add("<< /Type /Pages /Count " + std::to_string(all.size()) + " /Kids [" + kids + "] >>");
    made.add("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-HW-H "
             "/Encoding /UniGB-UCS2-HW-H /DescendantFonts [4 0 R] >>");
    made.add("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
             "<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [814 939 500] "
             "/FontDescriptor 5 0 R >>");
    made.add("<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
             "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>");
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string content = content_of(all[i]);
        made.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + number(page_width) + " " +
                 number(page_height) + "] /Resources << /Font << /F 3 0 R >> >> /Contents " +
                 std::to_string(before_pages + 2 + 2 * i) + " 0 R >>");
        made.add("<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "endstream");
    }
    return made.finish();
}

}  // namespace gatehouse::ops
