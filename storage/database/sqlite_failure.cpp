// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/sqlite_failure.h"

#include <sqlite3.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace trutina::storage {

namespace {

// EFBIG: the limit on the size of a file, of the process or of the file system. For the user that is a full disk too.
bool saysDiskFull(int systemError) {
    return systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG;
}

Failure diskFull(const std::string& detail) {
    return {"disk.full", "There is no space left to save this change.",
            "Free some space on the disk of the project and try again. Everything saved before is safe.", detail};
}

Failure readOnly(const std::string& detail) {
    return {"project.read_only", "The project cannot be changed: its file or folder is write-protected.",
            "Copy the project to a folder of your own, or open it to look at it only.", detail};
}

} // namespace

Failure failureOf(const SQLite::Exception& error, int systemError) {
    const int extended = error.getExtendedErrorCode() > 0 ? error.getExtendedErrorCode() : error.getErrorCode();
    const std::string detail =
        "SQLite " + std::to_string(extended) + " (errno " + std::to_string(systemError) + "): " + error.what();
    switch (extended & 0xff) {
    case SQLITE_FULL:
        return diskFull(detail);
    case SQLITE_IOERR:
        if (saysDiskFull(systemError)) {
            return diskFull(detail);
        }
        return {"disk.write", "The project file could not be read or written.",
                "Check that the disk is connected and healthy, then try again. Everything saved before is safe.", detail};
    case SQLITE_CORRUPT:
        return {"project.damaged", "The project file is damaged.",
                "Keep the file, restore a backup, or recover what can be read with sqlite3's .recover command.", detail};
    case SQLITE_NOTADB:
        return {"project.not_a_project", "This file is not a Trutina project.", "Choose a file that ends in .trutina.", detail};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {"project.in_use", "The project is being changed by another program.",
                "Close the other program, or wait and try again.", detail};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return readOnly(detail);
    case SQLITE_CANTOPEN:
        if (saysDiskFull(systemError)) {
            return diskFull(detail);
        }
        if (systemError == EACCES || systemError == EPERM || systemError == EROFS) {
            return readOnly(detail);
        }
        return {"project.not_found", "The project file could not be opened.", "Check that the file and its folder are there.",
                detail};
    case SQLITE_TOOBIG:
        return {"item.invalid", "A text is too large to be kept.", "Shorten it to less than one gigabyte.", detail};
    case SQLITE_NOMEM:
        return {"memory.full", "There is not enough memory for this step.", "Close other programs and try again.", detail};
    default:
        return {"project.internal", "The project refused this change.",
                "Please report this with the log file. Nothing was changed.", detail};
    }
}

Failure failureOf(int systemError, const std::filesystem::path& file) {
    const std::string detail = file.string() + ": " + std::generic_category().message(systemError);
    if (saysDiskFull(systemError)) {
        return diskFull(detail);
    }
    if (systemError == EACCES || systemError == EPERM || systemError == EROFS) {
        return readOnly(detail);
    }
    return {"disk.write", "The file \"" + file.filename().string() + "\" could not be read or written.",
            "Check that its folder is there and that the disk is healthy.", detail};
}

} // namespace trutina::storage
