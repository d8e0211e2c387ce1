// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace trutina::ui {

class Chip;
class ElidedLabel;
class IconButton;
class TextLabel;
class VideoPlayer;
class VideoTimeline;

/// Below a video: play, step, speed, loop, the time line with the frames that the model sees, and where one is.
class VideoBar : public QWidget {
    Q_OBJECT
  public:
    explicit VideoBar(VideoPlayer& player, QWidget* parent = nullptr);

    [[nodiscard]] VideoTimeline* timeline() const { return m_timeline; }
    [[nodiscard]] QString positionText() const; ///< "0:01.20 / 0:03.00"
    [[nodiscard]] QString frameText() const;    ///< "frame 13 of 30"

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void refreshPosition();
    void refreshState();
    void refreshVideo();
    void showSentence();

    VideoPlayer& m_player;
    IconButton* m_play;
    IconButton* m_back;
    IconButton* m_forth;
    TextLabel* m_time;
    TextLabel* m_frame;
    Chip* m_speed;
    IconButton* m_loop;
    VideoTimeline* m_timeline;
    ElidedLabel* m_sentence;
};

} // namespace trutina::ui
