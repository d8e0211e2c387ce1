// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/media_files.h"

#include "demo/painter.h"
#include "demo/video_writer.h"
#include "engine/api/error.h"
#include "engine/media/png_writer.h"

#include <cstddef>
#include <fstream>

namespace trutina::demo {

std::string paddedNumber(std::int64_t number) {
    constexpr std::size_t kDigits = 6;
    std::string text = std::to_string(number);
    if (text.size() < kDigits) {
        text.insert(0, kDigits - text.size(), '0');
    }
    return text;
}

void writePicture(const engine::Picture& picture, const std::filesystem::path& file) {
    const auto bytes = engine::encodePng(picture);
    std::ofstream stream(file, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) {
        throw engine::Failure("file.not_written", "\"" + file.string() + "\" could not be written.",
                              "Check the folder, its permissions and the free space.");
    }
}

std::vector<std::string> writeMedia(const Media& media, const std::filesystem::path& folder, const std::string& name) {
    std::vector<std::string> names;
    if (media.clip) {
        names.push_back(name + ".mp4");
        writeVideo(*media.clip, folder / names.back());
    }
    for (std::size_t i = 0; i < media.pictures.size(); ++i) {
        names.push_back(media.pictures.size() == 1 ? name + ".png" : name + "-" + std::to_string(i + 1) + ".png");
        writePicture(paint(media.pictures[i]), folder / names.back());
    }
    return names;
}

} // namespace trutina::demo
