// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_bytes.h"
#include "engine/media/media_format.h"
#include "engine/media/picture_codecs.h"

#include <string_view>
#include <utility>

namespace trutina::engine {

namespace {

/// Keeps what it receives.
class WholePicture final : public PictureSink {
  public:
    [[nodiscard]] std::uint8_t* begin(int width, int height) override {
        m_picture = Picture(width, height);
        return m_picture.rgb.data();
    }
    void rowsReady(int) override {}
    void whole(Picture picture) override { m_picture = std::move(picture); }
    [[nodiscard]] Picture take() { return std::move(m_picture); }

  private:
    Picture m_picture;
};

void decodeBytes(Bytes bytes, PictureSink& sink) {
    switch (pictureFormatOf(bytes)) {
    case PictureFormat::Jpeg:
        return decodeJpeg(bytes, sink);
    case PictureFormat::Png:
        return sink.whole(decodePng(bytes));
    case PictureFormat::Gif:
        return sink.whole(decodeGif(bytes));
    case PictureFormat::Bmp:
        return sink.whole(decodeBmp(bytes));
    case PictureFormat::WebP:
        return sink.whole(decodeWebP(bytes));
    case PictureFormat::Unknown:
        break;
    }
    throw BrokenPicture("its first bytes are not those of a JPEG, PNG, GIF, BMP or WebP");
}

} // namespace

void requireReasonableSize(std::int64_t width, std::int64_t height) {
    if (width < 1 || height < 1) {
        throw BrokenPicture("its header declares no pixels");
    }
    if (width > maximalPicturePixels / height) {
        throw OversizedPicture(width, height);
    }
}

PictureFormat pictureFormatOf(Bytes bytes) {
    using namespace std::string_view_literals;
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.starts_with("\xFF\xD8\xFF"sv)) {
        return PictureFormat::Jpeg;
    }
    if (text.starts_with("\x89PNG\r\n\x1A\n"sv)) {
        return PictureFormat::Png;
    }
    if (text.starts_with("GIF87a"sv) || text.starts_with("GIF89a"sv)) {
        return PictureFormat::Gif;
    }
    if (text.starts_with("BM"sv)) {
        return PictureFormat::Bmp;
    }
    if (text.starts_with("RIFF"sv) && text.size() >= 12 && text.substr(8, 4) == "WEBP"sv) {
        return PictureFormat::WebP;
    }
    return PictureFormat::Unknown;
}

void decodePictureTo(const std::filesystem::path& file, PictureSink& sink) {
    static_cast<void>(mediaKindOf(file, MediaReading::Image));
    const auto bytes = readMediaBytes(file);
    try {
        decodeBytes(bytes, sink);
    } catch (const OversizedPicture& oversized) {
        throw oversizedMedia(file, oversized.what());
    } catch (const BrokenPicture& broken) {
        throw unreadableMedia(file, broken.what());
    }
}

Picture decodePicture(const std::filesystem::path& file) {
    WholePicture picture;
    decodePictureTo(file, picture);
    return picture.take();
}

} // namespace trutina::engine
