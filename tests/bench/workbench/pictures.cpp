// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/workbench/pictures.h"

#include <jpeglib.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <random>
#include <stdexcept>
#include <vector>

namespace trutina::bench {

namespace {

void fillRow(std::vector<std::uint8_t>& row, int y, std::minstd_rand& random) {
    for (std::size_t x = 0; x < row.size() / 3; ++x) {
        const double u = static_cast<double>(x) / 97;
        const double v = static_cast<double>(y) / 61;
        const double checks = ((x / 64) + (static_cast<std::size_t>(y) / 48)) % 2 == 0 ? 30 : -30;
        for (int channel = 0; channel < 3; ++channel) {
            const double wave = 70 * std::sin(u + channel) * std::cos(v - 2 * channel);
            const auto grain = static_cast<double>(random() % 17) - 8;
            row[3 * x + static_cast<std::size_t>(channel)] = static_cast<std::uint8_t>(128 + wave + checks + grain);
        }
    }
}

} // namespace

void writeTestPicture(const std::filesystem::path& file, int width, int height) {
    std::filesystem::create_directories(file.parent_path());
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "wb"), &std::fclose);
    if (!stream) {
        throw std::runtime_error("cannot write " + file.string());
    }
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors); // ends the program on an error, which is right for a benchmark
    jpeg_create_compress(&jpeg);
    jpeg_stdio_dest(&jpeg, stream.get());
    jpeg.image_width = static_cast<JDIMENSION>(width);
    jpeg.image_height = static_cast<JDIMENSION>(height);
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 92, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    std::minstd_rand random(1);
    std::vector<std::uint8_t> row(static_cast<std::size_t>(width) * 3);
    for (int y = 0; y < height; ++y) {
        fillRow(row, y, random);
        JSAMPROW line = row.data();
        jpeg_write_scanlines(&jpeg, &line, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
}

} // namespace trutina::bench
