// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace trutina::cli {

/// What scripts rely on; the list is part of --help.
enum class ExitCode : int {
    Done = 0,
    SomeFailed = 1,  ///< some records failed, the others are complete
    Usage = 2,       ///< wrong options
    NoModel = 3,     ///< the model could not be loaded
    File = 4,        ///< the project or a file could not be read or written
    Memory = 5,      ///< out of memory
    Cancelled = 130, ///< by the user
};

} // namespace trutina::cli
