// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/files.h"
#include "storage/database/transaction.h"
#include "storage/migrations/migrator.h"
#include "storage/repositories/checks.h"
#include "storage/repositories/names.h"
#include "storage/repositories/sqlite_project.h"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <system_error>

namespace trutina::storage {

namespace {

std::int64_t systemMilliseconds() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string loginName() {
    constexpr std::size_t kBuffer = 4096;
    std::array<char, kBuffer> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr &&
        found->pw_name[0] != '\0') {
        return found->pw_name;
    }
    return "annotator";
}

/// Says before SQLite touches the file whether it is a project: opening another program's database must not change it.
void requireProject(const std::filesystem::path& file) {
    constexpr std::size_t kHeader = 100;
    constexpr std::size_t kApplicationIdOffset = 68;
    constexpr const char* kMagic = "SQLite format 3";
    const FileDescriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!descriptor.isOpen()) {
        if (errno == ENOENT || errno == ENOTDIR) {
            throw Failure("project.not_found", "The project \"" + file.filename().string() + "\" is not there.",
                          "It may have been moved or renamed; choose it again.", file.string());
        }
        throw failureOf(errno, file);
    }
    std::array<unsigned char, kHeader> header{};
    const auto length = pread(descriptor.get(), header.data(), header.size(), 0);
    std::uint32_t applicationId = 0;
    for (std::size_t byte = 0; byte < sizeof applicationId; ++byte) {
        applicationId = applicationId << 8U | header[kApplicationIdOffset + byte];
    }
    const bool isSqlite =
        length == static_cast<ssize_t>(kHeader) && std::memcmp(header.data(), kMagic, std::strlen(kMagic) + 1) == 0;
    if (!isSqlite || applicationId != static_cast<std::uint32_t>(kApplicationId)) {
        throw Failure("project.not_a_project", "The file \"" + file.filename().string() + "\" is not a Trutina project.",
                      "Choose a file that ends in .trutina, or import the file into a project.", file.string());
    }
}

void fillNewProject(Connection& connection, const std::filesystem::path& file, const CreateProjectOptions& options,
                    std::int64_t now) {
    migrate(connection, migrations(), newestSchemaVersion());
    WriteTransaction transaction(connection);
    SettingsRepository settings(connection);
    auto uuid = connection.prepare("SELECT lower(hex(randomblob(16)))");
    settings.set(kSettingUuid, uuid.step() ? uuid.text(0) : std::string());
    settings.set(kSettingName, file.stem().string());
    settings.set(kSettingMediaPolicy, nameOf(options.mediaPolicy));
    settings.set(kSettingMediaFolder, mediaFolderOf(file).filename().string());
    settings.set(kSettingAnnotator, options.annotator.empty() ? loginName() : options.annotator);
    if (!options.searchIndex) {
        settings.set(kSettingSearchIndex, "off");
    }
    AnnotatorRepository(connection).addCriterion(kOverallCriterion, now);
    transaction.commit();
}

/// Makes the file beside its place and moves it there when it is whole.
void writeNewProject(const std::filesystem::path& file, const CreateProjectOptions& options, std::int64_t now) {
    const TemporaryFile temporary(file);
    try {
        Connection connection(temporary.path(), OpenMode::Create);
        translated(connection, [&] { fillNewProject(connection, file, options, now); });
    } catch (const SQLite::Exception& error) {
        throw failureOf(error, errno);
    }
    if (options.replaceExisting) {
        // The log of the old file must not be merged into the new one.
        std::error_code ignored;
        std::filesystem::remove(file.string() + "-wal", ignored);
        std::filesystem::remove(file.string() + "-shm", ignored);
    }
    temporary.moveTo(file, options.replaceExisting ? Existing::Replace : Existing::Refuse);
}

} // namespace

std::unique_ptr<Project> Project::create(const std::filesystem::path& file, const CreateProjectOptions& options) {
    const Clock clock = options.clock ? options.clock : systemMilliseconds;
    const auto folder = std::filesystem::absolute(file).parent_path();
    checkUtf8(file.string(), "project.name", "The name of the project");
    if (!std::filesystem::is_directory(folder)) {
        throw Failure("project.not_found", "The folder \"" + folder.string() + "\" is not there.",
                      "Choose another folder, or make it first.", file.string());
    }
    if (!options.replaceExisting && std::filesystem::exists(file)) {
        throw Failure("project.exists", "The file \"" + file.filename().string() + "\" exists already.",
                      "Open it, or choose another name.", file.string());
    }
    {
        const ProjectLock lock(file, LockTakeOver::No);
        writeNewProject(file, options, clock());
    }
    OpenProjectOptions openOptions;
    openOptions.annotator = options.annotator;
    openOptions.clock = options.clock;
    return open(file, openOptions);
}

std::unique_ptr<Project> Project::open(const std::filesystem::path& file, const OpenProjectOptions& options) {
    requireProject(file);
    auto lock = options.readOnly
                    ? nullptr
                    : std::make_unique<ProjectLock>(file, options.takeOverLock ? LockTakeOver::Yes : LockTakeOver::No);
    std::unique_ptr<Connection> connection;
    try {
        connection = std::make_unique<Connection>(file, options.readOnly ? OpenMode::ReadOnly : OpenMode::ReadWrite);
    } catch (const SQLite::Exception& error) {
        throw failureOf(error, errno);
    }
    Connection& opened = *connection;
    std::unique_ptr<Project> project;
    try {
        upgrade(opened, migrations());
        project = std::make_unique<SqliteProject>(std::move(lock), std::move(connection), options.annotator,
                                                  options.clock ? options.clock : systemMilliseconds);
    } catch (const SQLite::Exception& error) {
        throw failureOf(error, 0);
    }
    return project;
}

} // namespace trutina::storage
