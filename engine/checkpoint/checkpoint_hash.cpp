// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/checkpoint_hash.h"

#include "engine/api/error.h"
#include "engine/hash/sha256.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>

namespace trutina::engine {

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t kLargestCache = std::size_t{1} << 20;
constexpr std::size_t kMostRemembered = 256;

/// What tells, without reading it, whether a file is still the one that was hashed.
struct FileState {
    std::string name;
    std::int64_t size = 0;
    std::int64_t modified = 0; ///< nanoseconds
    std::int64_t changed = 0;  ///< nanoseconds; moves also when the time of modification was set back by hand
    bool operator==(const FileState&) const = default;
};

[[noreturn]] void refuseUnreadable(const fs::path& file, int reason) {
    throw Failure("checkpoint.unreadable",
                  file.filename().string() + " could not be read: " + std::generic_category().message(reason) + ".",
                  "Check the permissions of the file and the disk it lies on.", file.string());
}

[[nodiscard]] FileState stateOf(const fs::path& file) {
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        refuseUnreadable(file, errno);
    }
    return {file.filename().string(), status.st_size, status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec,
            status.st_ctim.tv_sec * kNanoseconds + status.st_ctim.tv_nsec};
}

[[nodiscard]] std::vector<FileState> statesOf(const std::vector<fs::path>& files) {
    std::vector<FileState> states;
    states.reserve(files.size());
    for (const fs::path& file : files) {
        states.push_back(stateOf(file));
    }
    return states;
}

void addFile(Sha256& hash, const fs::path& file, std::vector<unsigned char>& buffer, const std::stop_token& stop) {
    // Read, not mapped: a file that shrinks meanwhile is then an error instead of a signal.
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        refuseUnreadable(file, errno);
    }
    const std::unique_ptr<const int, void (*)(const int*)> closer(&descriptor, [](const int* open) { ::close(*open); });
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    for (;;) {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count == 0) {
            return;
        }
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            refuseUnreadable(file, errno);
        }
        hash.add(buffer.data(), static_cast<std::size_t>(count));
    }
}

/// Names and sizes are hashed with the contents, so that no two sets of files give the same bytes.
[[nodiscard]] std::string hashOf(const std::vector<fs::path>& files, const std::vector<FileState>& states,
                                 const std::stop_token& stop) {
    Sha256 hash;
    std::vector<unsigned char> buffer(std::size_t{1} << 20);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string head = states[i].name + '\n' + std::to_string(states[i].size) + '\n';
        hash.add(head);
        addFile(hash, files[i], buffer, stop);
    }
    return hash.text();
}

/// Hashes of earlier runs, in one small file. It is a convenience: whatever is wrong with it is no error, it is then written
/// anew.
class HashCache {
  public:
    HashCache() {
        const char* home = std::getenv("XDG_CACHE_HOME");
        const char* user = std::getenv("HOME");
        if (home != nullptr && *home != '\0') {
            m_file = fs::path(home) / "trutina" / "checkpoint-hashes.json";
        } else if (user != nullptr && *user != '\0') {
            m_file = fs::path(user) / ".cache" / "trutina" / "checkpoint-hashes.json";
        }
        read();
    }

    [[nodiscard]] std::optional<std::string> find(const std::string& directory, const std::vector<FileState>& states) const {
        const auto entry = m_entries.find(directory);
        if (entry == m_entries.end() || !entry->is_object() || entry->value("files", Json()) != filesJson(states)) {
            return std::nullopt;
        }
        const auto hash = entry->find("hash");
        return hash != entry->end() && hash->is_string() ? std::optional(hash->get<std::string>()) : std::nullopt;
    }

    void remember(const std::string& directory, const std::vector<FileState>& states, const std::string& hash) {
        if (m_file.empty()) {
            return;
        }
        read(); // another process may have added to it meanwhile
        if (m_entries.size() >= kMostRemembered) {
            m_entries = Json::object();
        }
        m_entries[directory] = {{"files", filesJson(states)}, {"hash", hash}};
        write();
    }

  private:
    [[nodiscard]] static Json filesJson(const std::vector<FileState>& states) {
        Json files = Json::array();
        for (const FileState& state : states) {
            files.push_back(
                {{"name", state.name}, {"size", state.size}, {"modified", state.modified}, {"changed", state.changed}});
        }
        return files;
    }

    void read() {
        m_entries = Json::object();
        std::error_code error;
        const auto size = m_file.empty() ? 0 : fs::file_size(m_file, error);
        if (m_file.empty() || error || size > kLargestCache) {
            return;
        }
        std::ifstream stream(m_file, std::ios::binary);
        const Json json = Json::parse(stream, nullptr, false);
        if (json.is_object() && json.value("version", Json()) == 1 && json.value("entries", Json()).is_object()) {
            m_entries = json["entries"];
        }
    }

    /// Written beside and renamed, so that a reader sees the old file or the new one.
    void write() const {
        std::error_code error;
        fs::create_directories(m_file.parent_path(), error);
        std::string temporary = m_file.string() + ".XXXXXX";
        const int descriptor = ::mkstemp(temporary.data());
        if (descriptor < 0) {
            return;
        }
        ::close(descriptor);
        std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
        stream << Json{{"version", 1}, {"entries", m_entries}}.dump(1, ' ', true, Json::error_handler_t::replace) << '\n';
        stream.close();
        if (stream) {
            fs::rename(temporary, m_file, error);
        }
        if (!stream || error) {
            fs::remove(temporary, error);
        }
    }

    fs::path m_file; ///< empty where no cache folder is known
    Json m_entries = Json::object();
};

/// Of the files of a folder; remembered under it.
[[nodiscard]] std::string rememberedHash(const fs::path& directory, const std::vector<fs::path>& files,
                                         const std::stop_token& stop) {
    const std::vector<FileState> states = statesOf(files);
    std::error_code ignored;
    const fs::path canonical = fs::canonical(directory, ignored);
    const std::string key = canonical.empty() ? directory.string() : canonical.string();

    HashCache cache;
    if (const auto remembered = cache.find(key, states)) {
        return *remembered;
    }
    std::string hash = hashOf(files, states, stop);
    if (statesOf(files) == states) { // else a file was written to while it was read: the next call hashes again
        cache.remember(key, states, hash);
    }
    return hash;
}

} // namespace

std::string checkpointHash(const std::filesystem::path& directory, const WeightSource& weights, const std::stop_token& stop) {
    std::vector<fs::path> files{directory / "config.json"};
    files.insert(files.end(), weights.files().begin(), weights.files().end());
    return rememberedHash(directory, files, stop);
}

std::string adapterHash(const AdapterFile& adapter, const std::stop_token& stop) {
    return rememberedHash(adapter.files.front().parent_path(), adapter.files, stop);
}

std::string adaptedHash(const std::string& base, const std::string& adapter) {
    Sha256 hash;
    hash.add("adapted\n" + base + '\n' + adapter + '\n');
    return hash.text();
}

} // namespace trutina::engine
