// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_writer.h"
#include "storage/formats/writers/split_files.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace trutina::storage {

/// The common road of formats whose rows are whole items: what the format cannot carry is left out with its reason, media are
/// made sure of, and the format writes the rest.
class ItemWriter : public ExportWriter {
  public:
    void writeItem(const ExportItem& item) final;

  protected:
    explicit ItemWriter(ExportTarget& target) : m_target(target) {}
    [[nodiscard]] ExportTarget& target() const { return m_target; }
    /// The rules that all of them follow.
    [[nodiscard]] static std::vector<std::string> commonRules();

  private:
    /// Throws Failure for an item that the format cannot hold.
    virtual void check(const ExportItem& item) const = 0;
    /// Returns how many rows it wrote.
    virtual std::int64_t write(const ExportItem& item) = 0;

    ExportTarget& m_target;
};

/// TRL's unpaired form: one row for each answer, with whether it is good.
class TrlUnpairedWriter : public ItemWriter {
  public:
    explicit TrlUnpairedWriter(ExportTarget& target);

    void finish() override { m_files.close(); }
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;
    [[nodiscard]] std::string hubConfiguration() const override { return m_files.hubConfiguration(); }

  private:
    void check(const ExportItem& item) const override;
    std::int64_t write(const ExportItem& item) override;

    SplitFiles m_files;
};

/// Label Studio tasks with the configurations that show them: one file for items of two answers, one for longer lists.
class LabelStudioWriter : public ItemWriter {
  public:
    explicit LabelStudioWriter(ExportTarget& target);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;

  private:
    void check(const ExportItem& item) const override;
    std::int64_t write(const ExportItem& item) override;

    SplitFiles m_pairs;
    SplitFiles m_lists;
};

/// Argilla records with flattened columns, JSONL.
class ArgillaWriter : public ItemWriter {
  public:
    explicit ArgillaWriter(ExportTarget& target);

    void finish() override { m_files.close(); }
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;

  private:
    void check(const ExportItem& item) const override;
    std::int64_t write(const ExportItem& item) override;

    SplitFiles m_files;
};

/// The form of VL-RewardBench, JSONL: a picture, a query, two answers and their order.
class VlRewardBenchWriter : public ItemWriter {
  public:
    explicit VlRewardBenchWriter(ExportTarget& target);

    void finish() override { m_files.close(); }
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;
    [[nodiscard]] std::string hubConfiguration() const override { return m_files.hubConfiguration(); }

  private:
    void check(const ExportItem& item) const override;
    std::int64_t write(const ExportItem& item) override;

    SplitFiles m_files;
};

} // namespace trutina::storage
