#include "simulate/picture.hpp"

#include <array>
#include <bit>
#include <random>
#include <string_view>

namespace gatehouse::simulate {
namespace {

constexpr std::size_t side = 16;  // squares of 8 by 8 pixels, each of one colour

constexpr std::array<std::string_view, side> drawing{
    "................", "....hhhhhhhh....", "...hhhhhhhhhh...", "..hhhhhhhhhhhh..",
    "..hhhffffffhhh..", "..hhffffffffhh..", "..hffffffffffh..", "..hffeffffeffh..",
    "..hffeffffeffh..", "...ffffffffff...", "...fcffffffcf...", "....ffmmmmff....",
    ".....ffffff.....", "......ffff......", "...ssssffssss...", "..ssssssssssss..",
};

struct colour {
    int luminance;
    int blue;
    int red;
};

constexpr colour from_rgb(int r, int g, int b)
{
    // JFIF 1.02, in thousandths.
    return {(299 * r + 587 * g + 114 * b) / 1000, 128 + (-169 * r - 331 * g + 500 * b) / 1000,
            128 + (500 * r - 419 * g - 81 * b) / 1000};
}

constexpr std::array backgrounds{from_rgb(176, 214, 236), from_rgb(244, 214, 170), from_rgb(190, 224, 190),
                                 from_rgb(232, 196, 214), from_rgb(206, 200, 236), from_rgb(246, 232, 160)};
constexpr std::array hairs{from_rgb(32, 28, 30), from_rgb(52, 38, 32), from_rgb(74, 50, 36)};
constexpr std::array faces{from_rgb(250, 222, 196), from_rgb(240, 206, 176), from_rgb(228, 190, 158)};
constexpr std::array shirts{from_rgb(214, 64, 64), from_rgb(56, 118, 196), from_rgb(240, 180, 40),
                            from_rgb(76, 160, 92), from_rgb(150, 88, 180), from_rgb(236, 120, 60)};

struct palette {
    colour background, hair, face, shirt;
    colour eye = from_rgb(30, 30, 34);
    colour mouth = from_rgb(196, 84, 84);
    colour cheek = from_rgb(244, 182, 168);

    const colour& of(char square) const
    {
        switch (square) {
        case 'h': return hair;
        case 'f': return face;
        case 's': return shirt;
        case 'e': return eye;
        case 'm': return mouth;
        case 'c': return cheek;
        default: return background;
        }
    }
};

template <std::size_t Count>
const colour& pick(const std::array<colour, Count>& from, std::mt19937_64& chance)
{
    return from[chance() % Count];
}

palette dress(std::uint64_t child)
{
    std::mt19937_64 chance(child);
    palette chosen{};
    chosen.background = pick(backgrounds, chance);
    chosen.hair = pick(hairs, chance);
    chosen.face = pick(faces, chance);
    chosen.shirt = pick(shirts, chance);
    return chosen;
}

// The entropy-coded part: a square is its mean (DC) and nothing else, so one AC code is enough, "end of
// block".
class scan {
public:
    void square(const colour& with)
    {
        block(with.luminance, last_.luminance);
        block(with.blue, last_.blue);
        block(with.red, last_.red);
    }

    std::string take()
    {
        constexpr unsigned octet = 8;
        const unsigned missing = (octet - used_ % octet) % octet;
        put((1U << missing) - 1U, missing);
        return std::move(out_);
    }

private:
    // The standard table for luminance DC differences, ITU T.81 K.3: category -> code and bits.
    static constexpr std::array<std::pair<unsigned, unsigned>, 9> codes{
        {{0, 2}, {2, 3}, {3, 3}, {4, 3}, {5, 3}, {6, 3}, {14, 4}, {30, 5}, {62, 6}}};

    void block(int value, int& last)
    {
        const int step = value - last;
        last = value;
        const auto category = static_cast<unsigned>(
            std::bit_width(static_cast<unsigned>(step < 0 ? -step : step)));
        put(codes.at(category).first, codes.at(category).second);
        put(static_cast<unsigned>(step < 0 ? step + (1 << category) - 1 : step), category);
        put(0, 1);
    }

    void put(unsigned bits, unsigned count)
    {
        for (unsigned i = count; i-- > 0;) {
            current_ = (current_ << 1U | (bits >> i & 1U)) & 0xffU;
            if (++used_ % 8 != 0)
                continue;
            out_.push_back(static_cast<char>(current_));
            if (current_ == 0xff)
                out_.push_back('\0');
        }
    }

    std::string out_;
    unsigned current_ = 0;
    unsigned used_ = 0;
    colour last_{128, 128, 128};
};

void segment(std::string& out, unsigned char marker, std::string_view content)
{
    const std::size_t length = content.size() + 2;
    out.push_back('\xff');
    out.push_back(static_cast<char>(marker));
    out.push_back(static_cast<char>(length >> 8U));
    out.push_back(static_cast<char>(length & 0xffU));
    out.append(content);
}

using namespace std::string_view_literals;

void write_tables(std::string& out)
{
    constexpr char eighths = 8;  // the step at which a quantised DC is the mean itself
    segment(out, 0xe0, "JFIF\0\1\1\0\0\1\0\1\0\0"sv);
    segment(out, 0xdb, std::string(1, '\0').append(64, eighths));
    constexpr char pixels = static_cast<char>(side * 8);
    std::string frame{8, 0, pixels, 0, pixels, 3};
    frame.append("\1\x11\0\2\x11\0\3\x11\0"sv);
    segment(out, 0xc0, frame);
    segment(out, 0xc4,
            "\0\0\1\5\1\1\1\1\1\1\0\0\0\0\0\0\0"
            "\0\1\2\3\4\5\6\7\x8\x9\xa\xb"sv);
    segment(out, 0xc4,
            "\x10\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
            "\0"sv);
    segment(out, 0xda, "\3\1\0\2\0\3\0\0\x3f\0"sv);
}

}  // namespace

std::string draw_portrait(std::uint64_t child, std::uint64_t moment)
{
    const palette worn = dress(child);
    std::mt19937_64 chance(child ^ moment * 0x9e3779b97f4a7c15U);
    scan squares;
    for (const std::string_view row : drawing)
        for (const char each : row) {
            colour shade = worn.of(each);
            // The light of the moment: what makes each picture another one.
            shade.luminance += static_cast<int>(chance() % 9) - 4;
            squares.square(shade);
        }
    std::string out("\xff\xd8");
    write_tables(out);
    out += squares.take();
    return out.append("\xff\xd9");
}

}  // namespace gatehouse::simulate
