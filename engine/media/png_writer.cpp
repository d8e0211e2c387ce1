// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/png_writer.h"

#include "engine/api/error.h"

#include <fcntl.h>
#include <png.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace trutina::engine {

namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& reason) {
    throw Failure("file.not_written", "\"" + file.string() + "\" could not be written: " + reason + ".",
                  "Check the folder, its permissions and the free space.");
}

/// A file beside the target that is gone unless it was moved into its place.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::filesystem::path& target) : m_target(target), m_name(target.string() + ".XXXXXX") {
        m_descriptor = mkostemp(m_name.data(), O_CLOEXEC);
        if (m_descriptor < 0) {
            fail(m_target, std::strerror(errno));
        }
    }
    ~TemporaryFile() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
        if (!m_name.empty()) {
            ::unlink(m_name.c_str());
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(const std::vector<std::uint8_t>& bytes) {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t count = ::write(m_descriptor, bytes.data() + done, bytes.size() - done);
            if (count < 0 && errno != EINTR) {
                fail(m_target, std::strerror(errno));
            }
            done += count > 0 ? static_cast<std::size_t>(count) : 0;
        }
    }

    void moveIntoPlace() {
        constexpr mode_t readableByAll = 0644;
        const bool isSafe = ::fchmod(m_descriptor, readableByAll) == 0 && ::fsync(m_descriptor) == 0;
        if (!isSafe || ::rename(m_name.c_str(), m_target.c_str()) != 0) {
            fail(m_target, std::strerror(errno));
        }
        m_name.clear();
    }

  private:
    std::filesystem::path m_target;
    std::string m_name;
    int m_descriptor = -1;
};

} // namespace

std::vector<std::uint8_t> encodePng(const Picture& picture) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGB;
    image.flags = PNG_IMAGE_FLAG_FAST; // a tenth of the time for a slightly larger file
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::vector<std::uint8_t> bytes(size);
    if (png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.rgb.data(), 0, nullptr) == 0) {
        throw Failure("file.not_written", "The picture could not be encoded: " + std::string(image.message) + ".",
                      "Check the free memory.");
    }
    bytes.resize(size);
    return bytes;
}

void writePng(const Picture& picture, const std::filesystem::path& file) {
    const auto bytes = encodePng(picture);
    TemporaryFile temporary(file);
    temporary.write(bytes);
    temporary.moveIntoPlace();
}

} // namespace trutina::engine
