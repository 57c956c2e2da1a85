// Reads the QR code in a picture, with another's reader.
#pragma once

#include <zbar.h>

#include <string>
#include <vector>

namespace gatehouse::ops::test {

struct gray_picture {
    unsigned width = 0;
    unsigned height = 0;
    std::vector<unsigned char> pixels;
};

inline std::string decode(const gray_picture& from)
{
    zbar::ImageScanner scanner;
    scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
    zbar::Image image(from.width, from.height, "Y800", from.pixels.data(), from.pixels.size());
    if (scanner.scan(image) != 1)
        return "not one code";
    return image.symbol_begin()->get_data();
}

}  // namespace gatehouse::ops::test
