#include "ops/qr_image.hpp"

#include <png.h>
#include <qrencode.h>
#include <turbojpeg.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

namespace gatehouse::ops {
namespace {

constexpr std::size_t quiet_modules = 4;
constexpr std::size_t pixels_a_module = 8;
constexpr unsigned char light = 255;
constexpr unsigned char dark = 0;

struct qr_deleter {
    void operator()(QRcode* what) const { QRcode_free(what); }
};

// One byte a pixel.
struct bitmap {
    int side = 0;
    std::vector<unsigned char> pixels;
};

bitmap bitmap_of(const qr_grid& code)
{
    const std::size_t side = (code.side + 2 * quiet_modules) * pixels_a_module;
    bitmap made{static_cast<int>(side), std::vector<unsigned char>(side * side, light)};
    for (std::size_t y = 0; y < code.side * pixels_a_module; ++y)
        for (std::size_t x = 0; x < code.side * pixels_a_module; ++x)
            if (code.is_dark(x / pixels_a_module, y / pixels_a_module))
                made.pixels[(y + quiet_modules * pixels_a_module) * side + x +
                            quiet_modules * pixels_a_module] = dark;
    return made;
}

std::string png_of(const bitmap& from)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = image.height = static_cast<png_uint_32>(from.side);
    image.format = PNG_FORMAT_GRAY;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string bytes(size, '\0');
    if (png_image_write_to_memory(&image, bytes.data(), &size, 0, from.pixels.data(), from.side, nullptr) ==
        0)
        throw std::runtime_error("libpng cannot write the picture");
    bytes.resize(size);
    return bytes;
}

std::string jpg_of(const bitmap& from)
{
    constexpr int quality = 90;
    const std::unique_ptr<void, int (*)(void*)> coder(tjInitCompress(), tjDestroy);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;  // NOLINT(google-runtime-int): the library's type
    const int failed = coder ? tjCompress2(coder.get(), from.pixels.data(), from.side, 0, from.side,
                                           TJPF_GRAY, &bytes, &size, TJSAMP_GRAY, quality, 0)
                             : -1;
    const std::unique_ptr<unsigned char, void (*)(unsigned char*)> held(bytes, tjFree);
    if (failed != 0)
        throw std::runtime_error("libturbojpeg cannot write the picture");
    return {reinterpret_cast<const char*>(bytes), size};
}

std::string svg_of(const qr_grid& code)
{
    const std::string side = std::to_string(code.side + 2 * quiet_modules);
    std::string svg =
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + " " + side +
        R"(" width="320" height="320" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h)" + side + "v" +
        side + "H0z\"/><path d=\"";
    for (std::size_t y = 0; y < code.side; ++y)
        for (std::size_t x = 0; x < code.side; ++x)
            if (code.is_dark(x, y))
                svg.append("M")
                    .append(std::to_string(x + quiet_modules))
                    .append(" ")
                    .append(std::to_string(y + quiet_modules))
                    .append("h1v1h-1z");
    return svg.append("\"/></svg>\n");
}

struct format_row {
    std::string_view ending;
    std::string_view type;
};
constexpr std::array<format_row, 3> formats{
    {{"jpg", "image/jpeg"}, {"png", "image/png"}, {"svg", "image/svg+xml"}}};

}  // namespace

std::optional<qr_format> qr_format_of(std::string_view ending)
{
    for (std::size_t i = 0; i < formats.size(); ++i)
        if (formats[i].ending == ending)
            return static_cast<qr_format>(i);
    return std::nullopt;
}

std::string_view content_type_of(qr_format format)
{
    return formats[static_cast<std::size_t>(format)].type;
}

qr_grid encode_qr(std::string_view text)
{
    const std::unique_ptr<QRcode, qr_deleter> code(QRcode_encodeData(
        static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
    if (!code)
        throw std::runtime_error("libqrencode cannot encode the text");
    const auto side = static_cast<std::size_t>(code->width);
    qr_grid made{side, std::vector<bool>(side * side)};
    for (std::size_t i = 0; i < made.dark.size(); ++i)
        made.dark[i] = (code->data[i] & 1U) != 0;
    return made;
}

std::string draw_qr(std::string_view text, qr_format format)
{
    const qr_grid code = encode_qr(text);
    if (format == qr_format::svg)
        return svg_of(code);
    const bitmap picture = bitmap_of(code);
    return format == qr_format::png ? png_of(picture) : jpg_of(picture);
}

}  // namespace gatehouse::ops
