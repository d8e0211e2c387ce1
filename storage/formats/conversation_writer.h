// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_writer.h"

#include <memory>

namespace trutina::storage {

/// Every item as a conversation record, with or without votes; votes, scores, flag and note stand in meta under "trutina".
class ConversationWriter : public ExportWriter {
  public:
    explicit ConversationWriter(ExportTarget& target);

    void writeItem(const ExportItem& item) override;
    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;

  private:
    void place(std::vector<NewMedia>& paths, const std::vector<MediaRecord>& media);

    ExportTarget& m_target;
    std::unique_ptr<ExportFolder::File> m_file;
};

} // namespace trutina::storage
