// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "ui/widgets/answer_pane.h"
#include "ui/widgets/media_view.h"

#include <QString>

#include <filesystem>
#include <string>
#include <vector>

namespace trutina::ui {

[[nodiscard]] QString fromUtf8(const std::string& text);
[[nodiscard]] QString fromPath(const std::filesystem::path& path);

/// Turns as the panes show them: captions only where there is more than one turn, or one that is not the user's or the
/// assistant's.
[[nodiscard]] std::vector<TextPart> partsOf(const std::vector<storage::Turn>& turns);

/// Media as the picture view shows them, with a sentence for those that cannot be.
[[nodiscard]] std::vector<MediaSource> mediaSourcesOf(const std::vector<storage::MediaRecord>& media);

/// "1st"; "2." in other languages.
[[nodiscard]] QString rankText(int rank);
/// "−1.87": a true minus sign, two digits.
[[nodiscard]] QString scoreText(double value);
/// "+0.42", "−0.42", "±0.00": always with a sign.
[[nodiscard]] QString differenceText(double value);

} // namespace trutina::ui
