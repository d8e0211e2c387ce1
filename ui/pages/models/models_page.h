// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/contracts/model_desk.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace trutina::ui {

class Card;
class DemoModel;
class InlineMessage;
class JobListModel;
class MemoryBar;
class Preferences;
class TextLabel;
class ThinProgress;

/// Chooses a model by its folder: what is in it, whether it fits, where it runs, and loading it.
class ModelsPage : public QWidget {
    Q_OBJECT
  public:
    ModelsPage(const contracts::Desks& desks, Preferences& preferences, JobListModel& jobs, const DemoModel& demo,
               QWidget* parent = nullptr);

    void setFolder(const QString& folder); ///< inspects it; loads nothing
    void chooseFolder();
    void load();                                                 ///< what is chosen
    void use(const engine::LoadOptions& options, bool isChoice); ///< loads it; a choice is loaded at the next start, too
    void readDevices();                                          ///< once the engine is there

  private:
    QWidget* buildChoice();
    QWidget* buildFacts();
    QWidget* buildRun();
    QWidget* buildPlan();
    void inspect();
    void showInspection();
    void showDevices();
    void rebuildRecent();
    void refreshState();
    void onChoiceChanged(); ///< of what the next load would do
    void refreshPlan();
    void showPlan(const engine::MemoryPlan& plan, bool isLoaded);
    /// Looks for what would fit where a plan does not, one change after another.
    void tryOtherPlans(const engine::LoadOptions& options);
    [[nodiscard]] engine::LoadOptions chosenOptions() const;
    [[nodiscard]] QString chosenFolder() const;
    [[nodiscard]] const engine::DeviceInfo* chosenDevice() const;

    contracts::Desks m_desks;
    Preferences& m_preferences;
    JobListModel& m_jobs;
    const DemoModel& m_demo;
    std::optional<engine::ModelInspection> m_inspection;
    std::vector<engine::DeviceInfo> m_deviceList;
    bool m_isInspecting = false;
    bool m_isChoiceLoaded = false; ///< the loaded model is what the page describes
    quint64 m_planNumber = 0;      ///< answers about an older choice are stale

    QLineEdit* m_folder = nullptr;
    QVBoxLayout* m_recent = nullptr;
    TextLabel* m_recentTitle = nullptr;
    InlineMessage* m_message = nullptr;
    TextLabel* m_verdict = nullptr;
    QGridLayout* m_facts = nullptr;
    TextLabel* m_missingTitle = nullptr;
    QListWidget* m_missing = nullptr;
    TextLabel* m_unexpectedTitle = nullptr;
    QListWidget* m_unexpected = nullptr;
    InlineMessage* m_untrained = nullptr;
    QComboBox* m_device = nullptr;
    TextLabel* m_deviceReason = nullptr;
    QComboBox* m_type = nullptr;
    QCheckBox* m_eightBits = nullptr;
    QCheckBox* m_frameLabels = nullptr;
    QSpinBox* m_tiles = nullptr;
    QSpinBox* m_length = nullptr;
    TextLabel* m_fit = nullptr;
    Card* m_planCard = nullptr;
    TextLabel* m_planVerdict = nullptr;
    MemoryBar* m_planBar = nullptr;
    QGridLayout* m_planParts = nullptr;
    QGridLayout* m_planFacts = nullptr;
    TextLabel* m_planNotes = nullptr;
    TextLabel* m_planOthers = nullptr;
    TextLabel* m_state = nullptr;
    TextLabel* m_stateDetail = nullptr;
    ThinProgress* m_progress = nullptr;
    QPushButton* m_load = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_unload = nullptr;
};

} // namespace trutina::ui
